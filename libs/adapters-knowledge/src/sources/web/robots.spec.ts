import { robotsIn } from './robots';

const SITE = new URL('https://docs.example.com/robots.txt');

function allowed(text: string, path: string): boolean {
  return robotsIn(text, SITE).allows(new URL(path, SITE));
}

describe('what a robots.txt asks of us', () => {
  it('is what it asks of Moorage, else of all', () => {
    const text = 'User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nUser-Agent: moorage/1.0 # ours\nDisallow: /drafts\nAllow: /drafts/open\n';
    expect(['/', '/drafts/a', '/drafts/open/a'].map((path) => allowed(text, path))).toEqual([true, false, true]);
    expect(allowed('User-agent: *\r\nDisallow: /\r\nUser-agent: Bingbot\r\nAllow: /', '/')).toBe(false);
  });

  it('is nothing where it speaks to others only', () => {
    expect(allowed('User-agent: Googlebot\nDisallow: /\nSitemap: /s.xml\n: \nUser-agent: Bingbot\nDisallow: /', '/')).toBe(true);
    expect(allowed('<!doctype html><title>Not found</title>', '/')).toBe(true);
  });

  it('may be time between requests, though no more than ten seconds', () => {
    const delays = ['Crawl-delay: 2', 'Crawl-delay: 3600', 'Crawl-delay: soon', 'Crawl-delay: -1', ''].map((line) => robotsIn(`User-agent: *\n${line}`, SITE).delayMs);
    expect(delays).toEqual([2_000, 10_000, 0, 0, 0]);
  });
});

describe('a robots.txt that wants to keep us busy', () => {
  it('with names and rules without end costs no more than its length', () => {
    const names = Array.from({ length: 15_000 }, (_each, index) => `User-agent: ${index}\n`).join('');
    const began = process.cpuUsage();
    expect(allowed(`${names}${'Allow:/\n'.repeat(28_000)}User-agent: *\nDisallow: /`, '/a')).toBe(false);
    expect(allowed(':\nUser-agent: *\n'.repeat(15_000) + 'Allow:/\n'.repeat(28_000), '/a')).toBe(true);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });

  it('with patterns without end is not read for long addresses', () => {
    const text = `User-agent: *\n${'Disallow: /*a*a*a*a*b\n'.repeat(22_000)}`;
    const began = process.cpuUsage();
    expect([allowed(text, `/${'a'.repeat(150)}`), allowed(text, `/${'a'.repeat(900)}`)]).toEqual([true, false]);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000);
  });
});
