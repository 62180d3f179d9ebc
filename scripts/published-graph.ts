import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** `from '…'`, `import '…'` and `import('…')`, in JavaScript and in declarations. */
const SPECIFIER = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"]+)\2/g;

/** Left out: readers of events do not need it, and it would bring a document store along. */
const CUT = /^export .* from '\.\/(?:[\w-]+\/)*relay(?:-backlog)?\.[jt]s';\n/gm;

const isRelative = (specifier: string) => specifier.startsWith('.');
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** A file's text with the platform's own packages named by where they stand below `root`. */
function builtIn(root: string, path: string): string {
  const text = readFileSync(path, 'utf8').replace(CUT, '');
  return text.replace(SPECIFIER, (whole, before: string, quote: string, specifier: string) => {
    // Extensions of the output: JavaScript and declarations.
    if (isRelative(specifier)) return `${before}${quote}${specifier.replace(/\.ts$/, '.js')}${quote}`;
    const [, name] = /^@gatehouse\/([\w-]+)$/.exec(specifier) ?? [];
    if (name === undefined) return whole;
    const to = relative(dirname(path), join(root, name, 'src/index.js'));
    return `${before}${quote}${isRelative(to) ? to : `./${to}`}${quote}`;
  });
}

const declarationOf = (path: string) => path.replace(/\.js$/, '.d.ts');

/**
 * Makes one package of what the compiler wrote below `root`: keeps what the entrances lead to, deletes the rest, and has
 * each file find the platform's own packages beside it. Gives the names of the packages from elsewhere that it needs.
 */
export function keepWhatIsReached(root: string, entrances: readonly string[]): string[] {
  const reached = new Set<string>();
  const others = new Set<string>();
  const waiting = entrances.flatMap((entrance) => [
    join(root, entrance),
    declarationOf(join(root, entrance)),
  ]);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const text = builtIn(root, path);
    writeFileSync(path, text);
    for (const [, , , specifier = ''] of text.matchAll(SPECIFIER)) {
      if (!isRelative(specifier)) {
        if (!specifier.startsWith('node:')) others.add(packageOf(specifier));
        continue;
      }
      const target = join(dirname(path), specifier);
      waiting.push(path.endsWith('.d.ts') ? declarationOf(target) : target);
    }
  }
  for (const path of globSync(join(root, '**/*.{js,d.ts}'))) if (!reached.has(path)) rmSync(path);
  return [...others].sort();
}
