# --- Columns of models ------------------------------------------------------------------------
# 1 where a number lies from `low` up to below `high`, 0 elsewhere.
between <- function(x, low, high) as.numeric(x >= low & x < high)

of_level <- function(x, level) as.numeric(x == level)

# In a product a number is centred at its mean; a column of 0 and 1 stays as it is.
centred <- function(x) {
  known <- x[is.finite(x)]
  if (all(known %in% c(0, 1))) x else x - mean(known)
}

# Restricted cubic spline in Harrell's form. The knots lie at quantiles of all known values,
# whoever is in the model; the first part is the variable itself.
spline_part <- function(x, knots, part) {
  at <- switch(as.character(knots), "3" = c(0.1, 0.5, 0.9), "4" = c(0.05, 0.35, 0.65, 0.95),
    "5" = c(0.05, 0.275, 0.5, 0.725, 0.95))
  t <- quantile(x, at, na.rm = TRUE, names = FALSE)
  if (part == 1) return(x)
  j <- part - 1
  k <- length(t)
  cube <- function(at) pmax(x - at, 0)^3
  (cube(t[j]) - cube(t[k - 1]) * (t[k] - t[j]) / (t[k] - t[k - 1]) +
    cube(t[k]) * (t[k - 1] - t[j]) / (t[k] - t[k - 1])) / (t[k] - t[1])^2
}
