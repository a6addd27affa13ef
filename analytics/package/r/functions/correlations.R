# --- Rank correlations ------------------------------------------------------------------------
# Fisher's z with the standard error of Bonett & Wright 2000; t approximation for the test.
correlation <- function(rho, n, held, level) {
  half <- qnorm(0.5 + level / 2) * sqrt((1 + rho^2 / 2) / (n - held - 3))
  df <- n - 2 - held
  list("n" = n, "rho" = rho, "lower" = tanh(atanh(rho) - half), "upper" = tanh(atanh(rho) + half),
    "P" = 2 * pt(-abs(rho) * sqrt(df / (1 - rho^2)), df))
}

spearman <- function(one, two, level) {
  known <- !is.na(one) & !is.na(two)
  rho <- cor(one[known], two[known], method = "spearman")
  correlation(rho, sum(known), 0, level)
}

partial_spearman <- function(one, two, given, level) {
  known <- !is.na(one) & !is.na(two) & !is.na(given)
  if (!any(known)) return(list("n" = 0))
  held <- rank(given[known])
  left <- function(x) residuals(lm(rank(x[known]) ~ held))
  correlation(cor(left(one), left(two)), sum(known), 1, level)
}
