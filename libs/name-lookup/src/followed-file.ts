import { readFileSync, statSync } from 'node:fs';

/**
 * The parsed content of a small system file, read again when it has changed. An unreadable file counts as empty. It is read
 * synchronously: the asynchronous calls of `node:fs` need the threads that a look-up must not wait for.
 */
export function followedFile<T>(path: string, parse: (text: string) => T): () => T {
  let seen: string | undefined;
  let value: T;
  return () => {
    const found = statSync(path, { throwIfNoEntry: false });
    const version = found === undefined ? '' : `${found.ino} ${found.size} ${found.mtimeMs}`;
    if (seen !== version) {
      value = parse(found === undefined ? '' : readText(path));
      seen = version;
    }
    return value;
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The words of each line, without its comment. */
export function wordsOfLines(text: string, comment: RegExp): string[][] {
  return text
    .split('\n')
    .map((line) => line.replace(comment, '').trim().split(/\s+/))
    .filter(([first]) => first !== '');
}
