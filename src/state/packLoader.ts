import { Uri, workspace } from 'vscode';
import { createCatalog, type Catalog } from '../core/catalog';
import type { EvidenceData } from '../core/evidence';
import { isRecord } from '../core/guards';
import type { Lab } from '../core/lab';
import type { CareerData, PackIndex, PayData, SkillBody } from '../core/model';
import type { PathsData } from '../core/paths';
import type { Search } from '../core/search';
import { lazy } from '../platform/lazy';

/** How many opened pages stay in memory; going back to one of them then reads nothing. */
const keptBodies = 30;

/** Reads the built-in pack: the index when it is first needed, each body when its skill is opened. */
export class PackLoader {
  private readonly bodies = new Map<string, Promise<SkillBody>>();

  /** @param folder the pack as the build wrote it. */
  constructor(private readonly folder: Uri) {}

  readonly catalog: () => Promise<Catalog> = lazy(async () =>
    createCatalog(await this.read('index.json', isPackIndex)),
  );

  readonly pay: () => Promise<PayData> = lazy(() => this.read('pay.json', isPayData));

  /** Everything that can be found, as the build has indexed it. */
  readonly search: () => Promise<Search> = lazy(async () => {
    const [{ createSearch, decodeSearch }, bytes] = await Promise.all([
      import('../core/search'),
      workspace.fs.readFile(Uri.joinPath(this.folder, 'search.bin')),
    ]);
    return createSearch(decodeSearch(bytes));
  });

  readonly career: () => Promise<CareerData> = lazy(() => this.read('career.json', isCareerData));

  readonly paths: () => Promise<PathsData> = lazy(() => this.read('paths.json', isPathsData));

  readonly evidence: () => Promise<EvidenceData> = lazy(() => this.read('evidence.json', isEvidenceData));

  /** @param skillId an id of the catalog; never a path from outside. */
  body(skillId: string): Promise<SkillBody> {
    const known = this.bodies.get(skillId);
    if (known) {
      this.bodies.delete(skillId);
      this.bodies.set(skillId, known);
      return known;
    }
    const reading = this.read(`skills/${skillId}.json`, isSkillBody);
    this.bodies.set(skillId, reading);
    reading.catch(() => this.bodies.delete(skillId));
    const oldest = this.bodies.keys().next();
    if (this.bodies.size > keptBodies && !oldest.done) this.bodies.delete(oldest.value);
    return reading;
  }

  /** @param labId an id of the catalog; never a path from outside. */
  lab(labId: string): Promise<Lab> {
    return this.read(`labs/${labId}/lab.json`, isLab);
  }

  /** A lab's starters, solutions and seed: text by path inside the lab's folder, with `/`. */
  async labFiles(labId: string): Promise<ReadonlyMap<string, string>> {
    const { texts, files } = await this.read(`labs/${labId}/files.json`, isLabFiles);
    return new Map(Object.entries(files).map(([name, at]) => [name, texts[at] ?? '']));
  }

  private async read<T>(name: string, guard: (value: unknown) => value is T): Promise<T> {
    const file = Uri.joinPath(this.folder, name);
    const value: unknown = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file)));
    if (!guard(value)) throw new Error(`${file.toString(true)} does not have the expected form`);
    return value;
  }
}

// The build wrote these files and checked every field; here only the form is checked, so that a damaged file is noticed.

function isPackIndex(value: unknown): value is PackIndex {
  return (
    isRecord(value) &&
    value['format'] === 1 &&
    typeof value['id'] === 'string' &&
    Array.isArray(value['areas']) &&
    Array.isArray(value['skills'])
  );
}

function isSkillBody(value: unknown): value is SkillBody {
  const lists = ['sections', 'samples', 'diagrams', 'mistakes', 'questions', 'links', 'sources'];
  return (
    isRecord(value) &&
    value['format'] === 1 &&
    typeof value['id'] === 'string' &&
    lists.every((field) => Array.isArray(value[field]))
  );
}

function isLab(value: unknown): value is Lab {
  return (
    isRecord(value) &&
    value['format'] === 1 &&
    typeof value['id'] === 'string' &&
    Array.isArray(value['checks']) &&
    isRecord(value['brief'])
  );
}

function isLabFiles(
  value: unknown,
): value is { readonly texts: readonly string[]; readonly files: Readonly<Record<string, number>> } {
  return isRecord(value) && Array.isArray(value['texts']) && isRecord(value['files']);
}

function isPayData(value: unknown): value is PayData {
  const lists = ['roles', 'articles', 'figures', 'outlook', 'contradictions'];
  return isRecord(value) && value['format'] === 1 && lists.every((field) => Array.isArray(value[field]));
}

function isPathsData(value: unknown): value is PathsData {
  return isRecord(value) && value['format'] === 1 && Array.isArray(value['paths']);
}

function isEvidenceData(value: unknown): value is EvidenceData {
  return isRecord(value) && value['format'] === 1 && Array.isArray(value['rules']);
}

function isCareerData(value: unknown): value is CareerData {
  const lists = ['tasks', 'comparisons', 'ways', 'titles', 'boards', 'checklist', 'moves', 'questions', 'reading'];
  return isRecord(value) && value['format'] === 1 && lists.every((field) => Array.isArray(value[field]));
}
