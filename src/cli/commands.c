#include "commands.h"

const cli_command *const cli_commands[] = {&cli_report, &cli_chart, &cli_table,
                                           &cli_check,  &cli_fonts, NULL};
