import { commandLine, Images, imageName, imageUser } from './image';

test.each([
  ['alpine', 'alpine'],
  ['alpine:3.20', 'alpine'],
  ['docker.io/library/alpine:3.20@sha256:0123', 'alpine'],
  ['index.docker.io/curlimages/curl', 'curlimages/curl'],
  ['gcr.io/distroless/nodejs24-debian12@sha256:0123', 'gcr.io/distroless/nodejs24-debian12'],
  ['localhost:5000/tool', 'localhost:5000/tool'],
  ['localhost:5000/tool:1', 'localhost:5000/tool'],
])('the name of %s is %s', (reference, name) => {
  expect(imageName(reference)).toBe(name);
});

test('an image is found whatever its tag, another is not', () => {
  const images = new Images({ 'docker.io/library/alpine:latest': { args: ['sh'] } });
  expect(images.find('alpine:3@sha256:0123')).toEqual({ args: ['sh'] });
  expect(images.find('example.org/alpine')).toBeUndefined();
});

test('command and args combine with the image’s as Kubernetes says', () => {
  const image = { entrypoint: ['node'], args: ['main.js'] };
  expect(commandLine(image)).toEqual(['node', 'main.js']);
  expect(commandLine(image, [], ['other.js'])).toEqual(['node', 'other.js']);
  expect(commandLine(image, ['sh'])).toEqual(['sh']);
  expect(commandLine(image, ['sh'], ['-c', 'x'])).toEqual(['sh', '-c', 'x']);
});

test('an image’s user', () => {
  expect(imageUser({})).toEqual({ uid: 0, gid: 0 });
  expect(imageUser({ user: 65532 })).toEqual({ uid: 65532, gid: 0 });
  expect(imageUser({ user: '65532:65532' })).toEqual({ uid: 65532, gid: 65532 });
});
