// Desktop VS Code, where it can be had.
import { spawnSync } from 'node:child_process';

/** Why desktop VS Code cannot be used here, or undefined when it can. */
export async function desktopObstacle() {
  if (process.env.BACKEND_SKILLS_HOST === 'server') return 'BACKEND_SKILLS_HOST=server asks for the server';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    if (spawnSync('which', ['xvfb-run']).status !== 0) return 'there is no display';
  }
  try {
    const response = await fetch('https://update.code.visualstudio.com/api/releases/stable', {
      signal: AbortSignal.timeout(5000),
    });
    return response.ok ? undefined : `its download answers ${response.status}`;
  } catch {
    return 'its download cannot be reached';
  }
}

/** True when a program started here needs a virtual display around it. */
export function needsVirtualDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}
