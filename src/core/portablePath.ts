/**
 * The setting that says where a learner's file is kept. It comes with a repository, so it may name nothing outside the folder, and nothing
 * that another operating system of the team could not have.
 */

export type PathFault =
  | 'not-text'
  | 'absolute'
  | 'outside'
  | 'backslash'
  | 'characters'
  | 'device'
  | 'git'
  | 'placeholder'
  | 'extension'
  | 'length';

export type PortablePath =
  | { readonly segments: readonly string[] }
  /** The path has a place for the name, and there is no name. */
  | { readonly needsName: true }
  | { readonly fault: PathFault };

const placeholder = '${name}';

/** @param name of the learner; '' while there is none. */
export function portablePath(setting: unknown, name: string): PortablePath {
  if (typeof setting !== 'string') return { fault: 'not-text' };
  const text = setting.trim();
  const pattern = text.replaceAll(placeholder, 'name');
  if (pattern.includes('${')) return { fault: 'placeholder' };
  const fault = faultIn(pattern);
  if (fault) return { fault };
  if (text.includes(placeholder) && name.trim() === '') return { needsName: true };
  const path = text.replaceAll(placeholder, () => nameInPath(name));
  const late = faultIn(path);
  return late ? { fault: late } : { segments: segmentsOf(path) };
}

/** A name as part of a file name, the same on all systems: small letters and digits of any script, joined by hyphens. */
export function nameInPath(name: string): string {
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  // By characters, so that none is cut in two.
  const text = (/^.{0,60}/u.exec(words)?.[0] ?? '').replace(/^-+|-+$/g, '');
  return text === '' || isDevice(text) ? `learner${text && '-'}${text}` : text;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '.');
}

function faultIn(path: string): PathFault | undefined {
  if (/^([/\\~]|[a-z]:|[a-z][a-z\d+.-]*:\/\/)/i.test(path)) return 'absolute';
  if (path.includes('\\')) return 'backslash';
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/u.test(path)) return 'characters';
  const segments = segmentsOf(path);
  if (segments.includes('..')) return 'outside';
  // Windows drops dots and spaces at the end of a name, so that it would be another one there.
  if (segments.some((segment) => segment === '' || segment !== segment.replace(/[. ]+$/, ''))) return 'characters';
  if (segments.some(isDevice)) return 'device';
  if (segments.some((segment) => /^(\.git|git~\d+)$/i.test(segment))) return 'git';
  if (!/[^.]\.json$/i.test(segments.at(-1) ?? '')) return 'extension';
  const bytes = (text: string): number => new TextEncoder().encode(text).length;
  return path.length > 400 || segments.some((segment) => bytes(segment) > 200) ? 'length' : undefined;
}

/** Names that Windows keeps for devices, whatever follows the first dot. */
function isDevice(segment: string): boolean {
  return /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])[ ]*(\.|$)/i.test(segment);
}
