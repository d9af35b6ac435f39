import { symbol, symbolCircle, symbolDiamond } from 'd3-shape';

/** SVG paths around the origin, about 10 px wide: a figure's mark, the mark of the second source of a row, and the core of an old one. */
export const markPaths = {
  circle: symbol(symbolCircle, 80)() ?? '',
  diamond: symbol(symbolDiamond, 66)() ?? '',
  core: symbol(symbolCircle, 18)() ?? '',
} as const;

/** Which colour a source has; those that are not known share one. */
export function sourceKey(source: string | null): 'indeed' | 'glassdoor' | 'payscale' | 'bls' | 'none' {
  const name = source?.toLowerCase();
  return (['indeed', 'glassdoor', 'payscale', 'bls'] as const).find((known) => known === name) ?? 'none';
}
