import { isId } from './model';
import type { ProblemCode } from './problems';
import type { YamlSource } from './yamlSource';

export type Report = (code: ProblemCode, line: number, detail?: string) => void;

/** Reads named fields, reporting each that is missing or of the wrong type, at its line. */
export class FieldReader {
  constructor(
    private readonly record: Readonly<Record<string, unknown>>,
    private readonly source: YamlSource,
    private readonly report: Report,
    private readonly path: readonly (string | number)[] = [],
  ) {}

  line(field: string): number {
    return this.source.line(...this.path, field);
  }

  only(fields: readonly string[]): void {
    for (const field of Object.keys(this.record)) {
      if (!fields.includes(field)) this.report('field-unknown', this.line(field), field);
    }
  }

  required(field: string): unknown {
    const value = this.record[field];
    if (value === undefined) this.report('field-missing', this.source.line(...this.path), field);
    return value;
  }

  /** The number of the file format, of which there is only one. */
  format(): void {
    const value = this.required('format');
    if (value !== undefined && value !== 1)
      this.report('format-unsupported', this.line('format'), JSON.stringify(value));
  }

  text(field: string): string | undefined {
    const value = this.required(field);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    return void this.report('field-type', this.line(field), `"${field}" must be text`);
  }

  id(field: string): string | undefined {
    const value = this.text(field);
    if (value === undefined || isId(value)) return value;
    return void this.report('id-form', this.line(field), value);
  }

  texts(field: string): string[] | undefined {
    const value = this.required(field);
    if (value === undefined) return undefined;
    if (
      Array.isArray(value) &&
      value.every((entry): entry is string => typeof entry === 'string' && entry.trim() !== '')
    )
      return value;
    return void this.report('field-type', this.line(field), `"${field}" must be a list of texts`);
  }

  /** Text, or what stands for it when the field is absent. */
  optionalText<T>(field: string, absent: T): string | T {
    return this.record[field] === undefined ? absent : (this.text(field) ?? absent);
  }

  /** Text, or null where the source says nothing. */
  textOrNull(field: string): string | null | undefined {
    const value = this.required(field);
    return value === null ? null : value === undefined ? undefined : this.text(field);
  }

  optionalTexts(field: string): string[] {
    return this.record[field] === undefined ? [] : (this.texts(field) ?? []);
  }

  /** Reports each text of the list `field` that is not known, at its line. */
  known(field: string, values: readonly string[] | undefined, known: ReadonlySet<string>, code: ProblemCode): void {
    for (const [at, value] of (values ?? []).entries())
      if (!known.has(value)) this.report(code, this.source.line(...this.path, field, at), value);
  }
}

/** True for an absolute https address without credentials. */
export function isHttps(text: string): boolean {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}
