import { readFileSync, statSync } from 'node:fs';

/**
 * What a small file of the system says, read again when it was changed; as an empty one where it cannot be read.
 * Read synchronously: what is asynchronous of `node:fs` needs the threads that a look-up is not to wait for.
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

/** The words of each line, its comment left out. */
export function wordsOfLines(text: string, comment: RegExp): string[][] {
  return text
    .split('\n')
    .map((line) => line.replace(comment, '').trim().split(/\s+/))
    .filter(([first]) => first !== '');
}
