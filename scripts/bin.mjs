#!/usr/bin/env node
// The door of every command. Plain JavaScript without imports at the top, so that an old Node gets a sentence
// instead of a syntax error.
const needed = [22, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    `Clipbook needs Node ${needed.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Install a newer Node, or add one to the project with "npm install --save-dev node@24" and run the command through npm or npx.',
  );
  process.exit(2);
}
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./clipbook.ts');
process.exitCode = await main(process.argv.slice(2));
