import { describe, expect, it } from 'vitest'
import { contentDisposition } from './content-disposition.ts'
import { contentType } from './content-type.ts'

// Observed on `get-artifact` of MLflow 3.17.2.
describe('the content type of', () => {
  it.each([
    ...[
      'a.txt',
      'b.log',
      'c.json',
      'd.yaml',
      'd.yml',
      'e.csv',
      'f.tsv',
      'n.py',
      'o.md',
      'MLmodel',
      'p.xml',
      'r.js',
    ].map((name) => [name, 'text/plain']),
    ...[
      'z.conf',
      'aa.cfg',
      'bb.ini',
      'cc.toml',
      'gg.ipynb',
      'yy.rst',
      'zz.properties',
      'mm.TXT',
      'a/b/MLmodel',
    ].map((name) => [name, 'text/plain']),
    ...[
      'noext',
      '.gitignore',
      '.txt',
      'MLproject',
      'q.pkl',
      'x.parquet',
      'v.gz',
      'pp.jsonl',
      'ww.onnx',
      'uu.npy',
    ].map((name) => [name, 'application/octet-stream']),
    ['g.png', 'image/png'],
    ['g.avif', 'image/avif'],
    ['nn.PNG', 'image/png'],
    ['h.jpg', 'image/jpeg'],
    ['k.svg', 'image/svg+xml'],
    ['l.html', 'text/html'],
    ['m.htm', 'text/html'],
    ['ah.mjs', 'text/javascript'],
    ['t.pdf', 'application/pdf'],
    ['oo.tar.gz', 'application/x-tar'],
    ['vv.h5', 'application/x-hdf5'],
    ['hh.geojson', 'application/geo+json'],
    ['tt.webm', 'video/webm'],
  ])('%s is %s', (path, type) => expect(contentType(path as string)).toBe(type))
})

describe('the content disposition of', () => {
  it.each([
    ['dir/a.txt', 'attachment; filename=a.txt'],
    ['semi;x.txt', 'attachment; filename="semi;x.txt"'],
    ['q"uote.txt', 'attachment; filename="q\\"uote.txt"'],
    ['Бг.txt', "attachment; filename=.txt; filename*=UTF-8''%D0%91%D0%B3.txt"],
    ['日本', "attachment; filename=download; filename*=UTF-8''%E6%97%A5%E6%9C%AC"],
    ["é'(1)*.txt", "attachment; filename=\"e'(1)*.txt\"; filename*=UTF-8''%C3%A9%27%281%29%2A.txt"],
  ])('%s', (path, header) => expect(contentDisposition(path)).toBe(header))

  it('a name with line breaks or half a character is one clean line', () => {
    expect(contentDisposition('a\r\nX: y\ud800')).toMatch(/^[\x20-\x7e]+$/)
  })

  it('may be shown in place', () =>
    expect(contentDisposition('a.png', 'inline')).toBe('inline; filename=a.png'))
})
