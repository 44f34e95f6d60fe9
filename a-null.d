null.o: /dev/null include/jianbao/jianbao.h
include/jianbao/jianbao.h:
