# --- Two groups compared by ranks -------------------------------------------------------------
mann_whitney <- function(one, two, level, exact) {
  one <- one[is.finite(one)]
  two <- two[is.finite(two)]
  n <- length(one) * length(two)
  ranks <- rank(c(one, two))
  wins <- sum(ranks[seq_along(one)]) - length(one) * (length(one) + 1) / 2
  apart <- sort(outer(one, two, "-"))
  total <- length(ranks)
  spread <- n * sum((ranks - (total + 1) / 2)^2) / (total * (total - 1))
  place <- round(n / 2 - qnorm(0.5 + level / 2) * sqrt(spread))
  found <- list("U" = wins, "probability" = wins / n, "shift" = median(apart),
    "P by normal approximation" = wilcox.test(one, two, exact = FALSE, correct = TRUE)$p.value)
  if (place >= 1) {
    found[["shift, lower"]] <- apart[place]
    found[["shift, upper"]] <- apart[n - place + 1]
  }
  if (exact) found[["exact P"]] <- exact_rank_sum(ranks, length(one))
  found
}

# The distribution of the rank sum given the ties: how many groups have each sum.
exact_rank_sum <- function(ranks, n_first) {
  doubled <- round(2 * ranks)
  size <- min(n_first, length(ranks) - n_first)
  lowest <- min(doubled)
  steps <- sort(doubled - lowest)
  largest <- sum(rev(steps)[seq_len(size)])
  ways <- matrix(0, size + 1, largest + 1)
  ways[1, 1] <- 1
  for (step in steps) {
    if (step > largest) next
    reached <- (step + 1):(largest + 1)
    ways[-1, reached] <- ways[-1, reached] + ways[-(size + 1), seq_along(reached)]
  }
  sums <- 0:largest + size * lowest
  middle <- size * sum(doubled) / length(ranks)
  own <- sum(doubled[seq_len(n_first)])
  observed <- abs(own - n_first * sum(doubled) / length(ranks))
  far <- abs(sums - middle) >= observed - 1e-7
  sum(ways[size + 1, far]) / sum(ways[size + 1, ])
}
