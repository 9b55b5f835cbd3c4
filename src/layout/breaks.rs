//! Where the lines of a paragraph end: chosen over the whole of it, so that its right edge is as
//! even as can be (total fit, as D. Knuth and M. Plass describe it).

/// Where a line can end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakPoint {
    /// The first byte of what would stand on the next line.
    pub at: usize,
    /// Where that would begin if all stood on one line.
    pub next: f64,
    /// Where the text before it ends there, white space left out.
    pub end: f64,
    /// How unwelcome it is that a line ends here.
    pub price: Price,
}

/// How unwelcome it is that a line ends at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price {
    /// It must end here.
    Must,
    /// Between two words.
    Free,
    /// Within a word: after a hyphen.
    Hyphen,
    /// Between words that should stay together.
    Together,
    /// In the midst of a word that is longer than a line.
    Torn,
}

impl Price {
    fn demerits(self) -> f64 {
        match self {
            Self::Must | Self::Free => 0.0,
            Self::Hyphen => 8.0,
            Self::Together => 1e9,
            Self::Torn => 1e12,
        }
    }
}

/// What a line costs in itself: more than all lines of a paragraph can cost by their shapes, so that
/// it has no more than it needs.
const LINE: f64 = 1e6;
/// What a line costs that is empty for the most part; one half as empty costs a quarter.
const EMPTY: f64 = 100.0;
/// What it costs that the last line is a short word alone.
const LONELY: f64 = 30.0;
/// A word no longer than this part of a line is short.
const SHORT: f64 = 0.2;
/// A last line no longer than this part of a line is short, however many words it has.
const SHORTEST: f64 = 0.08;
/// No line has more places than this at which it could end: what is not seen has no width.
const MOST: usize = 1024;
/// What rounding may make a line longer.
const ROUNDING: f64 = 0.01;

/// The places at which the lines end, the last of which is the end of the text.
///
/// The first of `places` is the beginning of the text. Between two that follow each other stands
/// no more than a line holds, if that can be helped.
pub fn fit(places: &[BreakPoint], width: f64) -> Vec<usize> {
    let mut costs = vec![0.0; places.len()];
    let mut starts = vec![0; places.len()];
    for end in 1..places.len() {
        let (mut best, mut from) = (f64::INFINITY, end - 1);
        for start in (0..end).rev().take(MOST) {
            let line = Stretch { places, start, end };
            if start + 1 < end && line.length() > width + ROUNDING {
                break;
            }
            let cost = costs[start] + line.demerits(width);
            if cost <= best {
                (best, from) = (cost, start);
            }
            if places[start].price == Price::Must {
                break;
            }
        }
        (costs[end], starts[end]) = (best, from);
    }
    let mut ends = Vec::new();
    let mut end = places.len().saturating_sub(1);
    while end > 0 {
        ends.push(end);
        end = starts[end];
    }
    ends.reverse();
    ends
}

/// A line that begins at one place and ends at another.
struct Stretch<'a> {
    places: &'a [BreakPoint],
    start: usize,
    end: usize,
}

impl Stretch<'_> {
    fn length(&self) -> f64 {
        self.places[self.end].end - self.places[self.start].next
    }

    fn demerits(&self, width: f64) -> f64 {
        let (price, length) = (self.places[self.end].price, self.length());
        let empty = ((width - length) / width).max(0.0);
        let shape = match price {
            // Lines that must end where they do are as long as they are.
            Price::Must if self.places[self.start].price == Price::Must => 0.0,
            Price::Must if self.is_lonely(length, width) => LONELY,
            Price::Must => 0.0,
            _ => EMPTY * empty * empty,
        };
        LINE + shape + price.demerits()
    }

    fn is_lonely(&self, length: f64, width: f64) -> bool {
        let is_word = self.end - self.start == 1;
        length < width * if is_word { SHORT } else { SHORTEST }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of words of these lengths, with a space of 1 between them, in lines of 10.
    fn lines(words: &[f64]) -> Vec<usize> {
        let mut places = vec![BreakPoint { at: 0, next: 0.0, end: 0.0, price: Price::Must }];
        let mut x = 0.0;
        for (index, word) in words.iter().enumerate() {
            let price = if index + 1 == words.len() { Price::Must } else { Price::Free };
            let end = x + word;
            x = end + 1.0;
            places.push(BreakPoint { at: index + 1, next: x, end, price });
        }
        fit(&places, 10.0)
    }

    #[test]
    fn lines_are_filled_evenly_and_the_last_is_no_short_word() {
        assert_eq!(lines(&[3.0, 3.0]), [2]);
        assert_eq!(lines(&[4.0, 4.0, 4.0]), [2, 3]);
        // One after the other would give 9.5, 4.5 and 9; so it is 6, 8 and 9.
        assert_eq!(lines(&[6.0, 2.5, 4.5, 9.0]), [1, 3, 4]);
        assert_eq!(lines(&[4.0, 5.0, 5.0, 4.0, 1.0]), [2, 3, 5]);
    }

    #[test]
    fn what_is_longer_than_a_line_has_one() {
        assert_eq!(lines(&[3.0, 30.0, 3.0]), [1, 2, 3]);
    }
}
