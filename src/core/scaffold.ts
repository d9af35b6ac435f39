/** What may be written where when a lab is started. Pure: the host asks the disk about links, this file looks at names only. */
import { isRecord } from './guards';
import { labLanguages, type LabLanguage } from './lab';
import { isId } from './model';

/** Stands in the folder of a started lab, so that it is found again, by another window too. */
export const markerFile = '.backend-skills-lab.json';

export interface Marker {
  readonly lab: string;
  readonly language: LabLanguage;
}

export function encodeMarker({ lab, language }: Marker): string {
  return `${JSON.stringify({ format: 1, lab, language }, undefined, 2)}\n`;
}

/** Undefined for a file that is not a marker of this format. */
export function decodeMarker(text: string): Marker | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['format'] !== 1) return undefined;
  const { lab, language } = value;
  const known = labLanguages.find((id) => id === language);
  return isId(lab) && known ? { lab, language: known } : undefined;
}

/** Why a path is not taken. */
export type PathProblem = 'empty' | 'absolute' | 'parent' | 'device' | 'character' | 'ending' | 'long';

export type SafePath =
  | { readonly segments: readonly string[] }
  /** `part` is the name in the path that is at fault. */
  | { readonly problem: PathProblem; readonly part: string };

/** Names that Windows keeps for devices, whatever follows a dot. */
const devices = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[\d¹²³])(?:\s*\..*)?$/i;
/** What no file name on Windows may have; the colon would also name a stream. */
// eslint-disable-next-line no-control-regex -- they are what is looked for.
const forbidden = /[<>:"|?*\u0000-\u001f\u007f]/;
/** Longest name and longest path, in UTF-16 code units; what is around it must fit too. */
const longest = { name: 120, path: 400 };

/**
 * A path inside a folder, in names; refused when it could lead anywhere else on any system, or could not be made on one of them, since
 * a folder may be shared by several. Both kinds of slash separate.
 */
export function safePath(path: string): SafePath {
  if (path.trim() === '') return { problem: 'empty', part: path };
  if (/^(?:[\\/~]|[a-z]:)/i.test(path.trimStart()) || /^[a-z][a-z\d+.-]+:/i.test(path))
    return { problem: 'absolute', part: path };
  if (path.length > longest.path) return { problem: 'long', part: path };
  const segments: string[] = [];
  for (const name of path.split(/[\\/]/)) {
    // A doubled slash, or the folder itself: no name.
    if (name === '' || name === '.') continue;
    if (/^\s*\.\.\s*$/.test(name)) return { problem: 'parent', part: name };
    if (forbidden.test(name)) return { problem: 'character', part: name };
    if (devices.test(name.trim())) return { problem: 'device', part: name };
    // Windows drops them, and means another file then.
    if (/[. ]$/.test(name) || name.startsWith(' ')) return { problem: 'ending', part: name };
    if (name.length > longest.name) return { problem: 'long', part: name };
    segments.push(name);
  }
  return segments.length === 0 ? { problem: 'empty', part: path } : { segments };
}
