#pragma once
// Numbers in digits and words, with their scale: "1,234.5", "12,34,567", "twenty-five", "half a
// billion", "2.5m", "one million and a half". What they count is for others to say.

#include <cstddef>

#include "extractor/figure_text.h"

namespace pactwatch {

struct Number {
  double value = 0;
  std::size_t end = kNoFigure;  // kNoFigure: no number here
  bool digits = false;          // written in digits
  bool scaled = false;          // a scale word or letter was read
  double scale = 1;             // ... which multiplied by this
  bool grouped = false;         // "1,234"
  bool decimal = false;
  int width = 0;  // digits before the point

  explicit operator bool() const { return end != kNoFigure; }
};

// Digits with groups and a decimal point, without scale.
Number read_digits(const FigureText& t, std::size_t i);

// "26 744 000": extends `n` by groups of three digits behind single spaces, when two or more
// follow.
void read_spaced_groups(const FigureText& t, Number& n);

// Extends `n` by the scale that follows. Single letters ("$5m", "$5 M") only where money is meant.
void read_scale(const FigureText& t, Number& n, bool money);

// A number that begins with a word, with its scale; also "a hundred", "half a million", "three
// quarters of a billion". A bare "a", "half" or fraction is none here.
Number read_number_words(const FigureText& t, std::size_t i);

// Digits or words as a mathematician reads them: signs, fractions, "point five", "2 1/4", "a half".
// `i` is where a number may begin; the reader for `pactwatch recognise --kind number`.
Number read_any_number(const FigureText& t, std::size_t i);

}  // namespace pactwatch
