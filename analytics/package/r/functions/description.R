# --- Descriptions -----------------------------------------------------------------------------
# A quantile of numbers with limits: a number where every order that the limits allow gives the
# same, otherwise a limit.
bounded <- function(x, side, share, type) {
  low <- quantile(ifelse(side == -1, pmin(x, 0), x), share, type = type, names = FALSE)
  high <- quantile(ifelse(side == 1, Inf, x), share, type = type, names = FALSE)
  if (low == high) low else if (is.infinite(high)) limit(">", low) else limit("<", high)
}

described <- function(x, side, type) {
  known <- !is.na(x) & !is.na(side)
  missing <- sum(!known)
  x <- x[known]
  side <- side[known]
  at <- function(share, type) if (length(x)) bounded(x, side, share, type) else NA
  list("n" = length(x), "missing" = missing, "below" = sum(side == -1), "above" = sum(side == 1),
    "mean" = mean(x), "SD" = sd(x), "minimum" = at(0, 7), "maximum" = at(1, 7),
    "lower quartile" = at(0.25, type), "median" = at(0.5, type), "upper quartile" = at(0.75, type))
}

counted <- function(codes, categories) {
  found <- list("n" = sum(!is.na(codes)), "missing" = sum(is.na(codes)))
  for (one in categories) found[[paste("number of", one)]] <- sum(codes == one, na.rm = TRUE)
  found
}

# Standardised differences of two groups (Yang & Dalton 2012).
smd_numbers <- function(one, two) {
  one <- one[is.finite(one)]
  two <- two[is.finite(two)]
  list("standardised difference" = (mean(one) - mean(two)) / sqrt((var(one) + var(two)) / 2))
}

smd_categories <- function(one, two, categories) {
  first <- table(factor(one, categories))
  second <- table(factor(two, categories))
  seen <- first + second > 0
  p <- as.numeric(first / sum(first))[seen][-1]
  q <- as.numeric(second / sum(second))[seen][-1]
  if (!length(p)) return(list("standardised difference" = 0))
  spread <- function(share) diag(share, length(share)) - share %o% share
  d <- p - q
  list("standardised difference" = sqrt(sum(d * solve((spread(p) + spread(q)) / 2, d))))
}
