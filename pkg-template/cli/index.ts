import { main } from './main.js';

// Each write is told of its own error; without a listener the event would end the process too, be it only that the reader went away.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

process.exitCode = await main(process.argv.slice(2), process);
