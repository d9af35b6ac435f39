/** Words that questions are made of; what is asked for are the others. */
const stopWords: ReadonlySet<string> = new Set(
  'a about an and are can do does for how i in is learn more my of or should the to what when why with work works you your'.split(
    ' ',
  ),
);

/** Every word of a text, in one form; see {@link wordsOf}. */
export function allWordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replace(/\bc#/g, 'csharp')
      .replace(/\bc sharp\b/g, 'csharp')
      .replace(/\bc\+\+/g, 'cpp')
      .replace(/\.net\b/g, 'dotnet')
      // Also while it is being typed.
      .replace(/\b(back|front)[ -](?=e(?:nd?)?(?:\b|s))/g, '$1')
      .replace(/\b(node|vue|express|next|nuxt|react|three|d3)\.js\b/g, '$1js')
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '')
      .map((word) => word.replace(/iz(?=[aei]|$)/g, 'is'))
  );
}

/**
 * The telling words of a text in one form, so that "What is HTTP?", "http" and "HTTP" meet, as do "normalisation" and
 * "normalization", "back-end" and "backend", "C#" and "C sharp".
 */
export function wordsOf(text: string): string[] {
  const words = allWordsOf(text);
  const telling = words.filter((word) => !stopWords.has(word));
  return telling.length > 0 ? telling : words;
}
