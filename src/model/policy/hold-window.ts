import type { EffectiveWindow } from './effective-policy';

/** The window that is open now, and when it closes; undefined when none is. Of several the one that closes last. */
export function openWindow(
  windows: readonly EffectiveWindow[],
  now: number,
): { readonly window: EffectiveWindow; readonly until: number } | undefined {
  let open: { window: EffectiveWindow; until: number } | undefined;
  for (const window of windows) {
    const start = window.schedule.lastStart(now, window.duration);
    if (start === undefined) continue;
    const until = start + window.duration;
    if (until > now && (open === undefined || until > open.until)) open = { window, until };
  }
  return open;
}
