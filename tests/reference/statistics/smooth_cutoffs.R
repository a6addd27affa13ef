# Binormal and kernel-smoothed Youden cut-offs. Run in this folder: Rscript smooth_cutoffs.R
# Binormal: cutpointr::oc_youden_normal. Kernel: Gaussian kernel with the bandwidth of
# stats::bw.nrd0, its exact distribution function by pnorm, and the maximum by stats::optimize.
source("common.R")
suppressMessages(library(cutpointr))
asah <- dataset("asah")
birthwt <- dataset("birthwt")

kernel <- function(events, others, direction) {
  h1 <- bw.nrd0(events); h0 <- bw.nrd0(others)
  below <- function(at, x, h) mean(pnorm((at - x) / h))
  gain <- function(at) if (direction == ">=") below(at, others, h0) - below(at, events, h1) else below(at, events, h1) - below(at, others, h0)
  grid <- seq(min(events, others), max(events, others), length.out = 2001)
  top <- grid[which.max(vapply(grid, gain, 0))]
  step <- grid[2] - grid[1]
  best <- optimize(gain, c(top - 2 * step, top + 2 * step), maximum = TRUE, tol = 1e-12)
  list(cutoff = best$maximum, youden = best$objective, bandwidth_events = h1, bandwidth_others = h0)
}

describe <- function(event, marker, direction, log) {
  x <- if (log) log(marker) else marker
  frame <- data.frame(x = x, event = as.character(event))
  normal <- oc_youden_normal(frame, "x", "event", pos_class = "1", neg_class = "0", direction = direction)$optimal_cutpoint
  smooth <- kernel(x[event == 1], x[event == 0], direction)
  back <- if (log) exp else identity
  list(binormal = back(normal), kernel = back(smooth$cutoff), kernel_youden = smooth$youden,
       bandwidth_events = smooth$bandwidth_events, bandwidth_others = smooth$bandwidth_others)
}

ndka <- asah[asah$ndka > 0, ]
record(list(
  s100b = describe(asah$poor, asah$s100b, ">=", FALSE),
  s100b_log = describe(asah$poor, asah$s100b, ">=", TRUE),
  ndka_log = describe(ndka$poor, ndka$ndka, ">=", TRUE),
  age = describe(asah$poor, asah$age, ">=", FALSE),
  lwt_low = describe(birthwt$low, birthwt$lwt, "<=", FALSE),
  lwt_low_log = describe(birthwt$low, birthwt$lwt, "<=", TRUE)
), "smooth_cutoffs")
