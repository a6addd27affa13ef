# Conditional logistic regression by survival::clogit. Run in this folder: Rscript conditional.R
source("common.R")
library(survival)
infert <- dataset("infert"); birthwt <- dataset("birthwt")
fit <- function(model) {
  model <- update(model, control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
  list(beta = unname(coef(model)), error = unname(sqrt(diag(vcov(model)))), loglik = model$loglik,
       p = unname(summary(model)$coefficients[, "Pr(>|z|)"]), n = model$n, events = model$nevent)
}
birthwt$stratum <- birthwt$age
record(list(
  infert = fit(clogit(case ~ spontaneous + induced + strata(stratum), infert, method = "exact")),
  several = fit(clogit(low ~ smoke + lwt + factor(race) + strata(stratum), birthwt, method = "exact"))
), "conditional")
