import { openApiDocument } from '../open-api/open-api-document.ts';
import { chapters } from './chapters.ts';

test('the story has a call of every operation', () => {
  const { paths } = openApiDocument('1.0.0');
  const all = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  const played = new Set(chapters.flatMap(({ steps }) => steps.map(({ operationId }) => operationId)));
  expect(all.filter((operationId) => !played.has(operationId))).toEqual([]);
});
