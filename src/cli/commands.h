#ifndef JB_CLI_COMMANDS_H
#define JB_CLI_COMMANDS_H

#include "cli.h"

extern const cli_command cli_report, cli_chart, cli_table, cli_check, cli_fonts;

#endif
