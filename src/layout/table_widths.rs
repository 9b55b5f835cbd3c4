//! How wide the columns of a table are.

/// How much wider a column is made at a time, as a part of what is left.
const STEPS: usize = 64;
/// How many lines of a cell count as much as one more of its row.
const IN_ITSELF: f32 = 0.5;
/// How many rows the head counts as: it is read first.
const HEAD: f32 = 3.0;

/// Into how many lines the cells of a column may be broken for the sake of the others.
const LINES: [f32; 2] = [1.0, 2.0];
/// How much wider a column must be for its words to fill so many lines.
const RAGGED: f32 = 1.15;

/// Widths that fill no more than `room`. Each column gets what its longest word needs; what is left
/// goes bit by bit to the column that saves most height by it, of its rows and of its own cells.
/// Where a column can first have all that it wants, or half, and the table is lower for it, it has.
/// Where not even the longest words fit, those of the columns with the longest are broken.
///
/// `cells` are the widths of all cells, each on one line, by rows; the first row is the head.
pub fn shares(cells: &[Vec<f32>], needed: &[f32], room: f32) -> Vec<f32> {
    if needed.iter().sum::<f32>() >= room {
        return equal_shares(needed, room);
    }
    let wanted: Vec<f32> =
        (0..needed.len()).map(|column| widest(cells, column).max(needed[column])).collect();
    if wanted.iter().sum::<f32>() <= room {
        return wanted;
    }
    let mut least = needed.to_vec();
    let mut best = spread(cells, &least, &wanted, room);
    let mut lowest = height(cells, &best);
    for (column, lines) in (0..needed.len()).flat_map(|column| LINES.map(|lines| (column, lines))) {
        let broken = if lines > 1.0 { RAGGED / lines } else { 1.0 };
        let mut more = least.clone();
        more[column] = (wanted[column] * broken).max(least[column]);
        if more.iter().sum::<f32>() <= room {
            let widths = spread(cells, &more, &wanted, room);
            let height = height(cells, &widths);
            if height < lowest {
                (least, best, lowest) = (more, widths, height);
            }
        }
    }
    best
}

/// Widths of at least these, with what is left given to the columns that save most height by it.
fn spread(cells: &[Vec<f32>], least: &[f32], wanted: &[f32], room: f32) -> Vec<f32> {
    let mut widths = least.to_vec();
    let step = (room - least.iter().sum::<f32>()) / STEPS as f32;
    for _ in 0..STEPS {
        let savings = savings(cells, &widths, step);
        let open = |column: &usize| widths[*column] < wanted[*column];
        let best =
            (0..widths.len()).filter(open).max_by(|a, b| savings[*a].total_cmp(&savings[*b]));
        let Some(best) = best else { break };
        widths[best] += step;
    }
    widths
}

/// About how many lines the rows have.
pub fn height(cells: &[Vec<f32>], widths: &[f32]) -> f32 {
    let lines = |(cell, width): (&f32, &f32)| match cell <= width {
        true => 1.0,
        false => (cell * RAGGED / width).ceil().max(2.0),
    };
    let row = |row: &Vec<f32>| row.iter().zip(widths).map(lines).fold(1.0, f32::max);
    cells.iter().map(row).sum()
}

fn widest(cells: &[Vec<f32>], column: usize) -> f32 {
    cells.iter().filter_map(|row| row.get(column)).copied().fold(0.0, f32::max)
}

/// How much height each column saves if it is made wider by `step`.
fn savings(cells: &[Vec<f32>], widths: &[f32], step: f32) -> Vec<f32> {
    let mut savings = vec![0.0; widths.len()];
    for (index, row) in cells.iter().enumerate() {
        let lines = |column: usize, more: f32| {
            let cell = row.get(column).copied().unwrap_or_default();
            (cell / (widths[column] + more)).max(1.0)
        };
        let tallest = (0..row.len()).max_by(|a, b| lines(*a, 0.0).total_cmp(&lines(*b, 0.0)));
        let weight = if index == 0 { HEAD } else { 1.0 };
        for (column, saving) in savings.iter_mut().enumerate().take(row.len()) {
            let saved = lines(column, 0.0) - lines(column, step);
            let of_row = if tallest == Some(column) { 1.0 } else { 0.0 };
            *saving += weight * saved * (of_row + IN_ITSELF);
        }
    }
    savings
}

/// Columns that need no more than an equal share of `room` get what they need, the others an equal
/// share of what is left.
fn equal_shares(needed: &[f32], room: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..needed.len()).collect();
    order.sort_by(|a, b| needed[*a].total_cmp(&needed[*b]));
    let mut widths = vec![0.0; needed.len()];
    let mut left = room;
    for (served, column) in order.into_iter().enumerate() {
        let share = left / (needed.len() - served) as f32;
        widths[column] = needed[column].min(share);
        left -= widths[column];
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_get_what_they_want_where_there_is_room() {
        assert_eq!(shares(&[vec![10.0, 20.0]], &[5.0, 5.0], 100.0), [10.0, 20.0]);
    }

    #[test]
    fn columns_fill_the_room_and_the_fullest_is_the_widest() {
        let cells = vec![vec![30.0, 30.0], vec![30.0, 300.0], vec![25.0, 400.0]];
        let widths = shares(&cells, &[20.0, 20.0], 100.0);
        assert!((widths.iter().sum::<f32>() - 100.0).abs() < 0.1, "{widths:?}");
        assert!(widths[0] >= 24.0 && widths[1] > 60.0, "{widths:?}");
    }

    #[test]
    fn no_head_is_broken_beside_a_wide_column() {
        let cells = vec![vec![60.0, 20.0], vec![10.0, 200.0], vec![10.0, 200.0]];
        let widths = shares(&cells, &[30.0, 20.0], 400.0);
        assert_eq!(widths, [60.0, 200.0]);
        let widths = shares(&cells, &[30.0, 20.0], 200.0);
        assert!(widths[0] > 55.0, "{widths:?}");
    }

    #[test]
    fn rows_are_not_broken_for_the_sake_of_a_head() {
        let cells = vec![vec![40.0, 120.0], vec![70.0, 10.0], vec![72.0, 10.0], vec![71.0, 10.0]];
        let widths = shares(&cells, &[40.0, 50.0], 140.0);
        assert!(widths[0] >= 72.0, "{widths:?}");
    }

    #[test]
    fn words_that_do_not_fit_share_the_room() {
        assert_eq!(shares(&[vec![80.0, 160.0]], &[80.0, 120.0], 100.0), [50.0, 50.0]);
        assert_eq!(
            shares(&[vec![20.0, 160.0, 5.0]], &[20.0, 120.0, 5.0], 100.0),
            [20.0, 75.0, 5.0]
        );
    }
}
