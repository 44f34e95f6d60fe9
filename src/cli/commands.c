#include "commands.h"

const cli_command *const cli_commands[] = {&cli_table, &cli_fonts, NULL};
