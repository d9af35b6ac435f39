/** The text of a bundled worker; see esbuild.mjs. */
declare module 'worker:*' {
  const source: string;
  export default source;
}

/** Set by markdownScript.ts, which pages that render texts load first. */
interface Window {
  markdownWorkerSource?: string;
}
