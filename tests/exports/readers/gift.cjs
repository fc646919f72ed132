// Print the questions of a GIFT file as JSON. The folder that holds node_modules is the first argument.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, file] = process.argv.slice(2);
const { parse } = createRequire(`${folder}/`)("gift-pegjs");
process.stdout.write(JSON.stringify(parse(readFileSync(file, "utf8"))));
