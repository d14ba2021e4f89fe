#include "mend.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace {

// The mean of such a square, in pixels, and of its neighbours decides what is dark.
constexpr int block = 32;
// So many whole finder patterns are taken for further work, the most often met first.
constexpr size_t most_finders = 12;
// So many are told apart at a time; text and lace make many false ones, which few rows agree on.
constexpr size_t most_candidates = 256;
// Sides of the codes that are looked for, in modules (QR versions 1 to 40).
constexpr double least_side = 21, most_side = 177;
// How far from the parallelogram's corner perspective may move the third pattern: a share of the
// side, which is looked at in steps of so many modules.
constexpr double reach_share = 0.1, step_modules = 0.5;
constexpr int most_steps = 16;
// A finder pattern with the white about it is 9 x 9 modules.
constexpr int pattern = 9;
// The correlation with the ideal pattern from which a place counts as a damaged finder: chance gives
// less than 0.4, a third of a pattern gone leaves more than 0.6.
constexpr double least_likeness = 0.55;

/// A place in the picture, in pixels; also a step from one place to another.
struct point {
  double x, y;
  point operator+(point o) const { return {x + o.x, y + o.y}; }
  point operator-(point o) const { return {x - o.x, y - o.y}; }
  point operator*(double k) const { return {x * k, y * k}; }
};

/// A whole finder pattern: its middle, and its module as rows and columns cut it, in pixels.
struct finder {
  point at;
  double module;
  int hits;
};

/// Where a third finder pattern should be, beside two whole ones.
struct guess {
  point third;    // the middle of the damaged pattern
  point u, v;     // one module along and down
  point others[2];
  double likeness;
};

/// Whether a module of the 9 x 9 is dark: the ring and the middle.
bool is_dark_module(int column, int row) {
  const int ring = std::max(std::abs(column - 4), std::abs(row - 4));
  return ring == 3 || ring <= 1;
}

/// Looks for whole finder patterns by their runs 1 : 1 : 3 : 1 : 1, then, beside each two of them, for
/// what is left of a third.
class searcher {
 public:
  searcher(const uint8_t *grey, int width, int height)
      : grey_(grey), width_(width), height_(height) { set_levels(); }

  /// The patterns that are whole, the one that most rows met first.
  std::vector<finder> finders() const {
    std::vector<finder> found;
    for (int y = 0; y < height_; y++) scan(y, found);
    std::stable_sort(found.begin(), found.end(),
                     [](const finder &a, const finder &b) { return a.hits > b.hits; });
    if (found.size() > most_finders) found.resize(most_finders);
    return found;
  }

  /// Where a pattern may be damaged, the likeliest first.
  std::vector<guess> guesses(const std::vector<finder> &all) const {
    std::vector<guess> list;
    for (size_t i = 0; i < all.size(); i++) {
      for (size_t j = i + 1; j < all.size(); j++) add_guesses(all[i], all[j], list);
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const guess &a, const guess &b) { return a.likeness > b.likeness; });
    return list;
  }

  /// The code's surroundings with the damaged pattern drawn anew.
  grey_picture redrawn(const guess &guess) const {
    const double margin = 12 * std::hypot(guess.u.x, guess.u.y);
    // The fourth corner of the code has no finder pattern but belongs inside.
    const point a = guess.others[0], b = guess.others[1], c = guess.third;
    double left = c.x, right = c.x, top = c.y, bottom = c.y;
    for (const point corner : {a, b, fourth(a, b, c)}) {
      left = std::min(left, corner.x), right = std::max(right, corner.x);
      top = std::min(top, corner.y), bottom = std::max(bottom, corner.y);
    }
    const int x0 = std::clamp(int(left - margin), 0, width_ - 1);
    const int y0 = std::clamp(int(top - margin), 0, height_ - 1);
    const int x1 = std::clamp(int(right + margin), x0, width_ - 1);
    const int y1 = std::clamp(int(bottom + margin), y0, height_ - 1);
    grey_picture out{x1 - x0 + 1, y1 - y0 + 1, {}};
    out.grey.reserve(size_t(out.width) * size_t(out.height));
    for (int y = y0; y <= y1; y++) {
      const uint8_t *row = grey_ + size_t(y) * size_t(width_);
      out.grey.insert(out.grey.end(), row + x0, row + x1 + 1);
    }
    draw(guess, x0, y0, out);
    return out;
  }

 private:
  const uint8_t *grey_;
  const int width_, height_;
  int columns_ = 0, rows_ = 0;
  std::vector<uint8_t> levels_;

  /// The grey below which a pixel counts as dark, for each block: the mean of nine blocks.
  void set_levels() {
    columns_ = (width_ + block - 1) / block;
    rows_ = (height_ + block - 1) / block;
    std::vector<uint8_t> means(size_t(columns_) * size_t(rows_));
    for (int r = 0; r < rows_; r++) {
      for (int c = 0; c < columns_; c++) {
        uint32_t sum = 0, count = 0;
        for (int y = r * block; y < std::min(height_, (r + 1) * block); y++) {
          for (int x = c * block; x < std::min(width_, (c + 1) * block); x++, count++) {
            sum += pixel(x, y);
          }
        }
        means[size_t(r) * size_t(columns_) + size_t(c)] = uint8_t(sum / count);
      }
    }
    levels_.resize(means.size());
    for (int r = 0; r < rows_; r++) {
      for (int c = 0; c < columns_; c++) {
        int sum = 0, count = 0;
        for (int y = std::max(0, r - 1); y <= std::min(rows_ - 1, r + 1); y++) {
          for (int x = std::max(0, c - 1); x <= std::min(columns_ - 1, c + 1); x++, count++) {
            sum += means[size_t(y) * size_t(columns_) + size_t(x)];
          }
        }
        levels_[size_t(r) * size_t(columns_) + size_t(c)] = uint8_t(sum / count);
      }
    }
  }

  uint8_t pixel(int x, int y) const { return grey_[size_t(y) * size_t(width_) + size_t(x)]; }

  bool is_dark(int x, int y) const {
    return pixel(x, y) < levels_[size_t(y / block) * size_t(columns_) + size_t(x / block)];
  }

  bool is_inside(int x, int y) const { return x >= 0 && y >= 0 && x < width_ && y < height_; }

  /// Whether five runs are as 1 : 1 : 3 : 1 : 1; gives the module in pixels, or 0.
  static double module_of(const std::array<int, 5> &runs) {
    int sum = 0;
    for (int run : runs) {
      if (run == 0) return 0;
      sum += run;
    }
    const double module = sum / 7.0, slack = module * 0.5 + 0.5;
    for (int i = 0; i < 5; i++) {
      const double wanted = i == 2 ? 3 * module : module;
      if (std::abs(runs[size_t(i)] - wanted) > (i == 2 ? 1.5 * slack : slack)) return 0;
    }
    return module;
  }

  /// Goes along a row; each time that a dark run ends, looks at the last five runs.
  void scan(int y, std::vector<finder> &found) const {
    std::array<int, 5> runs = {};
    bool dark = false;
    for (int x = 0; x <= width_; x++) {
      const bool now = x < width_ ? is_dark(x, y) : !dark;
      if (now == dark) {
        runs[4]++;
        continue;
      }
      if (dark) {
        const double module = module_of(runs);
        if (module >= 1.5) check(x - runs[4] - runs[3] - runs[2] / 2.0, y, module, found);
      }
      std::rotate(runs.begin(), runs.begin() + 1, runs.end());
      runs[4] = 1;
      dark = now;
    }
  }

  /// Looks up and down from the middle of what a row showed.
  void check(double middle, int y, double module, std::vector<finder> &found) const {
    const int x = std::clamp(int(middle), 0, width_ - 1);
    if (!is_dark(x, y)) return;
    std::array<int, 5> runs = {0, 0, 1, 0, 0};
    const int most = int(module * 5) + 2;
    const int up = run(x, y, -1, most, runs), down = run(x, y, 1, most, runs);
    const double other = module_of(runs);
    if (other == 0 || other > module * 1.4 || module > other * 1.4) return;
    const point at = {middle, y + (down - up) / 2.0};
    for (finder &known : found) {
      if (std::hypot(known.at.x - at.x, known.at.y - at.y) < 3 * module) {
        known.at = known.at + (at - known.at) * (1.0 / ++known.hits);
        known.module += (module - known.module) / known.hits;
        return;
      }
    }
    if (found.size() >= most_candidates) {
      found.erase(std::remove_if(found.begin(), found.end(),
                                 [](const finder &one) { return one.hits < 3; }),
                  found.end());
    }
    if (found.size() < most_candidates) found.push_back({at, (module + other) / 2, 1});
  }

  /// Adds the lengths of the runs from the middle outward; gives the middle run's reach.
  int run(int x, int y, int way, int most, std::array<int, 5> &runs) const {
    int reach = 0;
    bool dark = true;
    for (int part = 0, step = 1; step <= most; step++) {
      const int at = y + way * step;
      if (!is_inside(x, at)) break;
      if (is_dark(x, at) != dark) {
        dark = !dark;
        if (++part > 2) break;
      }
      runs[size_t(2 + way * part)]++;
      if (part == 0) reach++;
    }
    return reach;
  }

  /// Takes two patterns for neighbours along a side, then for opposite ones.
  void add_guesses(const finder &a, const finder &b, std::vector<guess> &list) const {
    if (a.module > b.module * 1.35 || b.module > a.module * 1.35) return;
    const double module = (a.module + b.module) / 2;
    const point edge = b.at - a.at, across = {-edge.y, edge.x};
    const double modules = std::hypot(edge.x, edge.y) / module;
    // A turned code's rows are cut askew: its modules seem larger by up to the square root of 2.
    if (modules + 7 >= least_side && modules + 7 <= most_side * 1.5) {
      for (const point corner : {a.at + across, a.at - across, b.at + across, b.at - across}) {
        add_guess(a, b, corner, edge, list);
      }
    }
    const double side = modules / std::sqrt(2);
    if (side + 7 >= least_side && side + 7 <= most_side * 1.5) {
      const point middle = (a.at + b.at) * 0.5;
      const point along = (edge + across) * 0.5;
      for (const point corner : {middle + across * 0.5, middle - across * 0.5}) {
        add_guess(a, b, corner, along, list);
      }
    }
  }

  /// Looks about a corner for the place that is most like a finder pattern.
  void add_guess(const finder &a, const finder &b, point corner, point edge,
                 std::vector<guess> &list) const {
    if (!is_inside(int(corner.x), int(corner.y))) return;
    const double side = std::hypot(edge.x, edge.y);
    // The cut of a turned code again: rows and columns see 1 / max(|cos|, |sin|) of a module.
    const double askew = std::max(std::abs(edge.x), std::abs(edge.y)) / side;
    const double module = (a.module + b.module) / 2 * askew;
    const point u = edge * (module / side), v = {-u.y, u.x};
    const int reach = std::min(int(side / module * reach_share / step_modules), most_steps);
    guess best{corner, u, v, {a.at, b.at}, least_likeness};
    bool is_found = false;
    for (int row = -reach; row <= reach; row++) {
      for (int column = -reach; column <= reach; column++) {
        const point at = corner + u * (column * step_modules) + v * (row * step_modules);
        const double likeness = this->likeness(at, u, v);
        if (likeness <= best.likeness) continue;
        best.third = at;
        best.likeness = likeness;
        is_found = true;
      }
    }
    if (is_found) list.push_back(best);
  }

  /// The correlation of a place with the ideal pattern, -1 to 1.
  double likeness(point at, point u, point v) const {
    double sum = 0, squares = 0, dark = 0;
    int darks = 0;
    for (int row = 0; row < pattern; row++) {
      for (int column = 0; column < pattern; column++) {
        const point p = at + u * (column - 4) + v * (row - 4);
        const int x = int(p.x), y = int(p.y);
        if (!is_inside(x, y)) return -1;
        const double value = pixel(x, y);
        sum += value;
        squares += value * value;
        if (is_dark_module(column, row)) dark += value, darks++;
      }
    }
    const double all = pattern * pattern, share = darks / all;
    const double variance = squares / all - (sum / all) * (sum / all);
    if (variance < 25) return -1;
    const double light = (sum - dark) / (all - darks);
    return (light - dark / darks) * std::sqrt(share * (1 - share) / variance);
  }

  /// Draws the pattern and the white about it into the cut-out, which begins at (x0, y0).
  void draw(const guess &guess, int x0, int y0, grey_picture &out) const {
    // Black and white of the picture itself, so that local thresholds stay what they were.
    double dark = 0, light = 0;
    int darks = 0;
    for (int row = 0; row < pattern; row++) {
      for (int column = 0; column < pattern; column++) {
        const point p = guess.third + guess.u * (column - 4) + guess.v * (row - 4);
        const double value = pixel(int(p.x), int(p.y));
        if (is_dark_module(column, row)) dark += value, darks++;
        else light += value;
      }
    }
    const double ink = dark / darks * 0.5, paper = (255 + light / (pattern * pattern - darks)) / 2;
    const double length = guess.u.x * guess.u.x + guess.u.y * guess.u.y;
    const int reach = int(std::sqrt(length) * pattern) + 1;
    for (int y = -reach; y <= reach; y++) {
      for (int x = -reach; x <= reach; x++) {
        const int to_x = int(guess.third.x) + x, to_y = int(guess.third.y) + y;
        const point from = point{to_x + 0.5, to_y + 0.5} - guess.third;
        const int column = int(std::floor(
            (from.x * guess.u.x + from.y * guess.u.y) / length + pattern / 2.0));
        const int row = int(std::floor(
            (from.x * guess.v.x + from.y * guess.v.y) / length + pattern / 2.0));
        const int px = to_x - x0, py = to_y - y0;
        if (column < 0 || row < 0 || column >= pattern || row >= pattern) continue;
        if (px < 0 || py < 0 || px >= out.width || py >= out.height) continue;
        out.grey[size_t(py) * size_t(out.width) + size_t(px)] =
            uint8_t(is_dark_module(column, row) ? ink : paper);
      }
    }
  }

  /// The corner that makes a square of three: opposite the right angle, which faces the long side.
  static point fourth(point a, point b, point c) {
    const double ab = std::hypot(a.x - b.x, a.y - b.y), ac = std::hypot(a.x - c.x, a.y - c.y);
    const double bc = std::hypot(b.x - c.x, b.y - c.y);
    if (ab >= ac && ab >= bc) return a + b - c;
    return ac >= bc ? a + c - b : b + c - a;
  }
};

}  // namespace

std::vector<grey_picture> mended(const uint8_t *grey, int width, int height, int most) {
  const searcher searcher(grey, width, height);
  std::vector<grey_picture> pictures;
  for (const guess &guess : searcher.guesses(searcher.finders())) {
    if (int(pictures.size()) >= most) break;
    pictures.push_back(searcher.redrawn(guess));
  }
  return pictures;
}
