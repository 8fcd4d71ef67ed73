import { readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { startDistance } from './distance.mjs';
import { measure, medianOf } from './measure.mjs';
import { sweepers } from './sweepers.mjs';

/** Runs sweepers on a server, each on as many workflows as it is told, and makes sure that they did what they were told. */
export class SweepRuns {
  constructor(server, folder, { limitSeconds, only, peer }) {
    Object.assign(this, { server, folder, limitSeconds, only, peer });
  }

  /** All tools in turns, as fast as they can; those that would exceed the limit are not tried. */
  async inTurns(size, runs, smaller) {
    const chosen = this.chosen(0);
    const notes = new Map();
    for (const name of chosen.keys()) {
      const before = smaller?.get(name);
      const expected = before?.wall ? (before.wall * size) / before.size : 0;
      if (before?.note || expected > this.limitSeconds) notes.set(name, 'not tried');
    }
    return this.results(chosen, size, runs, notes);
  }

  /** All tools in turns, with a way to the server that takes some milliseconds. */
  async fromAfar(size, runs, millis) {
    const way = await startDistance(this.server.port, millis);
    try {
      return await this.results(this.chosen(0, way.port), size, runs, new Map());
    } finally {
      way.stop();
    }
  }

  /** Our own at a rate of calls: whether the rate bounds them, and nothing else. */
  async paced(qps, names, size) {
    const results = [];
    for (const [name, sweeper] of this.chosen(qps)) {
      if (!names.includes(name)) continue;
      const { note, ...figures } = await this.once(size, sweeper);
      if (note) throw new Error(`${sweeper.title}, ${size} at ${qps} calls a second: ${note}`);
      results.push({ title: sweeper.title, size, ...figures });
    }
    return results;
  }

  chosen(qps, port = this.server.port) {
    const all = sweepers(this.server, this.folder, { qps, port, peer: this.peer });
    return new Map([...all].filter(([name]) => this.only.includes(name)));
  }

  async results(chosen, size, runs, notes) {
    const measured = new Map([...chosen.keys()].map((name) => [name, []]));
    for (let run = 0; run < runs; run++) {
      for (const [name, sweeper] of chosen) {
        if (notes.has(name)) continue;
        const { note, ...figures } = await this.once(size, sweeper);
        if (note) notes.set(name, note);
        else measured.get(name).push(figures);
      }
    }
    return new Map(
      [...chosen].map(([name, { title }]) => {
        if (notes.has(name)) return [name, { title, note: notes.get(name) }];
        const own = measured.get(name);
        return [name, { title, size, ...medianOf(own, ['wall', 'cpu', 'peak', 'serverCpu']), calls: own[0].calls }];
      }),
    );
  }

  /**
   * @returns what was measured, or a note about one that exceeded the limit or left something
   * @throws Error when one of ours did not do everything
   */
  async once(size, { title, command, isDeletion, archived, check }) {
    const { server, folder, limitSeconds } = this;
    await server.fill(size);
    const stdoutFile = `${folder}/output`;
    const [before, started, cpu] = [archived?.() ?? 0, Date.now(), server.cpu()];
    const load = loadavg()[0].toFixed(1);
    const figures = await measure(command, { stdoutFile, limitSeconds });
    const serverCpu = server.cpu() - cpu;
    process.stderr.write(
      `${title}, ${size}: ${figures ? `${figures.wall.toFixed(1)} s` : 'given up'} (load ${load})\n`,
    );
    if (!figures) {
      await server.clear();
      return { note: `> ${limitSeconds}` };
    }
    const calls = await server.calls(started);
    check?.(size, readFileSync(stdoutFile, 'utf8'), calls);
    rmSync(stdoutFile);
    const left = await server.count();
    if (left !== (isDeletion ? 0 : size)) {
      if (check) throw new Error(`${title} left ${left} of ${size}`);
      return { note: `left ${left.toLocaleString('en')}` };
    }
    const kept = archived === undefined ? size : archived() - before;
    if (kept !== size) throw new Error(`${title}: ${kept} of ${size} are archived`);
    return { ...figures, serverCpu, calls };
  }
}
