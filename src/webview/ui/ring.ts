import { svg, type SVGTemplateResult } from 'lit';

/** Above this the gaps would be larger than the arcs; the ring then has two. */
const maxSegments = 30;

/** One arc per checklist item, from the top, clockwise. Thickness repeats what the colour says. */
export function ringArcs(done: number, total: number): SVGTemplateResult[] {
  const many = total > maxSegments;
  const segments = many ? [done, total - done] : Array.from({ length: total }, () => 1);
  const sum = Math.max(1, many ? total : segments.length);
  const gap = segments.length > 1 ? 0.16 : 0;
  let at = 0;
  return segments.flatMap((size, index) => {
    if (size === 0) return [];
    const from = (at / sum) * 2 * Math.PI + gap / 2;
    at += size;
    // A full circle has no arc in SVG; it ends a hair before it begins.
    const to = Math.min((at / sum) * 2 * Math.PI - gap / 2, from + 2 * Math.PI - 0.001);
    const isDone = many ? index === 0 : index < done;
    return [svg`<path class=${isDone ? 'practised' : 'todo'} d=${arc(28, 24, from, to)} />`];
  });
}

function arc(center: number, radius: number, from: number, to: number): string {
  const point = (angle: number): string =>
    `${(center + radius * Math.sin(angle)).toFixed(2)} ${(center - radius * Math.cos(angle)).toFixed(2)}`;
  return `M${point(from)}A${radius} ${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${point(to)}`;
}
