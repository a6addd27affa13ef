# Wald tests of several coefficients over imputed data sets (D1). Run in this folder: Rscript pooled_terms.R
source("common.R")
suppressMessages({library(mice); library(mitml)})
birthwt <- dataset("birthwt")[, c("low", "race", "smoke", "lwt")]
gaps <- birthwt
gaps$race[seq(3, nrow(gaps), 7)] <- NA; gaps$lwt[seq(5, nrow(gaps), 9)] <- NA
gaps$race <- factor(gaps$race)
tested <- function(m) {
  filled <- mice(gaps, m = m, maxit = 5, method = c("", "polyreg", "", "pmm"), seed = 4, printFlag = FALSE)
  sets <- lapply(seq_len(m), function(i) complete(filled, i))
  # Tight enough that only rounding is left between this and another program.
  fit <- function(formula) as.mitml.result(lapply(sets, function(d) glm(formula, binomial, d, epsilon = 1e-14, maxit = 50)))
  full <- fit(low ~ race + smoke + lwt)
  one <- function(formula) {
    large <- testModels(full, fit(formula), method = "D1")$test
    list(f = large[1, "F.value"], df1 = large[1, "df1"], df2 = large[1, "df2"], p = large[1, "P(>F)"], increase = large[1, "RIV"])
  }
  list(race = lapply(sets, function(d) as.integer(as.character(d$race))), lwt = lapply(sets, function(d) d$lwt),
    without_race = one(low ~ smoke + lwt), without_race_and_lwt = one(low ~ smoke),
    by_mice = D1(with(filled, glm(low ~ race + smoke + lwt, binomial, epsilon = 1e-14, maxit = 50)), with(filled, glm(low ~ smoke + lwt, binomial, epsilon = 1e-14, maxit = 50)))$result[1, "F.value"])
}
record(list(low = birthwt$low, smoke = birthwt$smoke, few = tested(3), many = tested(20)), "pooled_terms")
