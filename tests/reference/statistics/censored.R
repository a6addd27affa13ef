# Left-censored lognormal by survival::survreg. Run in this folder: Rscript censored.R
source("common.R")
library(survival)
air <- dataset("airquality"); ozone <- air$Ozone[!is.na(air$Ozone)]
fit <- function(values, limits) {
  below <- values < limits
  model <- survreg(Surv(ifelse(below, limits, values), !below, type = "left") ~ 1, dist = "lognormal", control = survreg.control(rel.tolerance = 1e-14, maxiter = 200))
  list(log_mean = as.numeric(coef(model)), log_sd = model$scale, error = sqrt(vcov(model)[1, 1]), loglik = model$loglik[1], below = sum(below))
}
record(list(
  one_limit = fit(ozone, rep(20, length(ozone))), none = fit(ozone, rep(0.5, length(ozone))),
  two_limits = fit(ozone, rep(c(15, 40), length.out = length(ozone))), most = fit(ozone, rep(80, length(ozone)))
), "censored")
