import { differenceOf, median, ratioOf } from './figures';

it('the median is the middle figure, and between the two middle ones when there is none', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it('a ratio compares rounds that ran next to each other, so that a slow minute of the machine meets both', () => {
  expect(ratioOf([50, 100, 10], [100, 200, 20])).toEqual({ median: 0.5, least: 0.5, most: 0.5 });
});

it('so does a difference', () => {
  expect(differenceOf([5, 10, 103], [3, 7, 100])).toEqual({ median: 3, least: 2, most: 3 });
});
