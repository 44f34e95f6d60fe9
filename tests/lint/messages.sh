#!/bin/sh
# Every message has its Chinese row: the format of each jb_fail, jb_warn, jb_hint … stands in messages_zh.def, and so do
# the nouns that are put into them.
perl -0777 -ne '
    our %rows;
    sub text { my $s = shift; $s =~ s/"\s*"//g; $s =~ s/^\s*"|"\s*$//g; $s }
    if ($ARGV =~ /messages_zh/) {
        $rows{text($1)} = 1 while /\bM\(\s*((?:"(?:\\.|[^"\\])*"\s*)+),/g;
        next;
    }
    my $code = $_;
    $code =~ s{/\*.*?\*/}{}gs;
    while ($code =~ /\b(?:JB_KEYS\(|CLASS\(\w+,\s*\w+,\s*|(?:refuse|wrong|jb_word)\([^;"]*)("[^"]*")\s*[,)]/g) {
        my $s = text($1);
        next if $s !~ m{ } || $rows{$s}; # a key, said as it is written
        print "$ARGV: no Chinese for the noun “$s”\n";
        $bad = 1;
    }
    while (/\bjb_(?:fail|warn|hint|fail_usage|fail_environment)\(([^;]*)\);/gs) {
        my $call = $1;
        my $run = qr/(?:"(?:\\.|[^"\\])*"\s*)+/;
        next unless $call =~ /^[^"]*?($run)(?::\s*($run))?/; # the format, or one of two
        for my $s (map { text($_) } grep { defined } $1, $2) {
            next if $s !~ m{ } || $rows{$s}; # a name, not a sentence
            print "$ARGV: no Chinese for “$s”\n";
            $bad = 1;
        }
    }
    END { exit($bad ? 1 : 0) }' src/base/messages_zh.def $(ls src/*/*.c src/grammar/*.def)
