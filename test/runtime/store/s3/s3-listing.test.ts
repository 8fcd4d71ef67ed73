import fc from 'fast-check';
import { listedIn } from '../../../../src/runtime/store/s3/s3-listing';
import { elementsIn, textIn } from '../../../../src/runtime/store/s3/xml';

const listing = (content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>${content}</ListBucketResult>`;
const object = (key: string, size = 1) =>
  `<Contents><Key>${key}</Key><ETag>&#34;abc&#34;</ETag><Size>${size}</Size><Owner><ID>o</ID></Owner></Contents>`;

test('a page tells its objects, and where the next one begins', () => {
  const next = '<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b==</NextContinuationToken>';
  expect(
    listedIn(listing(`${next}${object('a/b.gz', 7)}${object('c &lt;&amp;&gt; &#xe4;&#228;&apos;&quot;', 0)}`)),
  ).toEqual({
    objects: [
      { key: 'a/b.gz', size: 7 },
      { key: 'c <&> ää\'"', size: 0 },
    ],
    next: 'a&b==',
  });
});

test('the last page has none after it, and an empty one is one', () => {
  expect(listedIn(listing('<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>'))).toEqual(
    {
      objects: [],
      next: undefined,
    },
  );
});

test.each([
  ['is cut', listing(object('a')).slice(0, -10)],
  ['is empty', ''],
  ['is the page of a proxy', '<html><body>Welcome</body></html>'],
  ['says that there is more, and not where', listing('<IsTruncated>true</IsTruncated>')],
  ['names no size', listing('<Contents><Key>a</Key></Contents>')],
  ['names no key', listing('<Contents><Size>1</Size></Contents>')],
  ['names a size that is none', listing(object('a', Number.NaN))],
])('a page that %s is none', (_, xml) => {
  expect(listedIn(xml)).toBeUndefined();
});

test('elements with attributes and prefixes are found, and those whose names begin alike are not', () => {
  const xml = '<r:Root xmlns:r="x"><r:Key a="b">1</r:Key><KeyCount>2</KeyCount><Key>3</Key></r:Root>';
  expect(elementsIn(xml, 'Key')).toEqual(['1', '3']);
  expect(textIn(xml, 'KeyCount')).toBe('2');
  expect(textIn(xml, 'Code')).toBeUndefined();
});

test('any text comes out of XML as it went in', () => {
  const inXml = (text: string) =>
    text.replace(/[&<>"']/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&#x3E;', '"': '&#34;' })[char] ?? '&apos;');
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 2 }), fc.constantFrom(...'&<>"\';#x3')) }),
      (text) => {
        expect(textIn(`<a><Key>${inXml(text)}</Key></a>`, 'Key')).toBe(text);
      },
    ),
  );
});
