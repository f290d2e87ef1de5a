#pragma once
// Catch2 version 2 (Debian 12, Ubuntu 24.04) or 3 (Debian 13): tests include this and nothing else.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif
