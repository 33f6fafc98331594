// `airbyte-faros-destination` as published: the package has no command of its own.
const { mainCommand } = require('airbyte-faros-destination');

void mainCommand().parseAsync(process.argv);
