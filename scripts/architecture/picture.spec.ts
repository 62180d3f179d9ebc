import { pictureOf } from './picture.ts';

test('an edge that follows from others is left out', () => {
  const graph = new Map([
    ['app', new Set(['store', 'domain'])],
    ['store', new Set(['domain'])],
  ]);
  expect(pictureOf(graph, new Map([['app', 'the app']]))).toBe(
    ['flowchart TD', '  n0["the app"]', '  n1["domain"]', '  n2["store"]', '  n0 --> n2', '  n2 --> n1'].join(
      '\n',
    ),
  );
});

test('edges of a cycle are all shown', () => {
  const graph = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['a'])],
  ]);
  expect(pictureOf(graph)).toMatch(/n0 --> n1\n {2}n1 --> n0$/);
});
