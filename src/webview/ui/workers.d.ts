/** The text of a bundled worker; see esbuild.mjs. */
declare module 'worker:*' {
  const source: string;
  export default source;
}
