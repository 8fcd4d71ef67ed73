// node bench/render.mjs <peer> <fleet.json> <output folder>: renders with a peer that is a Node program, in a process of its own.
import { readFileSync } from 'node:fs';

const [peer, fleetFile, out] = process.argv.slice(2);
const { render } = await import(`./peers/${peer}.mjs`);
render(JSON.parse(readFileSync(fleetFile, 'utf8')), out);
