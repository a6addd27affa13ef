# Other models, concordance and pooling. Run in this folder: Rscript models.R
source("common.R")
suppressMessages({library(ordinal); library(epiR); library(mice); library(car)})
wine <- dataset("wine"); birthwt <- dataset("birthwt"); peak <- dataset("peak_flow"); judges <- dataset("shrout_fleiss"); nhanes <- dataset("nhanes")

odds <- clm(factor(rating) ~ warm + contact, data = wine, control = clm.control(gradTol = 1e-12))
steps <- clm(factor(cut(bwt, c(0, 2000, 2500, 3000, 3500, 9000))) ~ lwt + smoke + age, data = birthwt, control = clm.control(gradTol = 1e-10))
ordered <- function(m) { k <- length(m$beta); v <- sqrt(diag(vcov(m))); list(coef = as.numeric(m$beta), se = as.numeric(tail(v, k)), loglik = as.numeric(logLik(m))) }

line <- lm(bwt ~ lwt + factor(race) + smoke, birthwt)
hc3 <- sqrt(diag(hccm(line, type = "hc3")))
drops <- drop1(line, test = "F")[-1, ]

ccc <- epi.ccc(peak$wright, peak$mini, ci = "z-transform")
w <- friedman.test(t(as.matrix(judges)))

# Pooling by mice of figures from three completed data sets, made up by fixed fill-ins.
estimates <- c(0.52, 0.61, 0.43, 0.57, 0.49); variances <- c(0.031, 0.028, 0.035, 0.030, 0.033)
pooled <- pool.scalar(estimates, variances, n = 60, k = 2, rule = "rubin1987")
large <- pool.scalar(estimates, variances, n = Inf, k = 1, rule = "rubin1987")

# Means of a chained imputation, to be met within Monte-Carlo error.
imputed <- mice(nhanes, m = 200, maxit = 20, method = "pmm", seed = 1, printFlag = FALSE)
means <- sapply(1:200, function(i) colMeans(complete(imputed, i)))
record(list(
  wine = ordered(odds), birthwt_steps = ordered(steps),
  linear = list(coef = as.numeric(coef(line)), se = as.numeric(sqrt(diag(vcov(line)))), hc3 = as.numeric(hc3), r2 = summary(line)$r.squared, sigma = summary(line)$sigma,
    f = drops$`F value`, p = drops$`Pr(>F)`, interval = unname(confint(line))),
  ccc = list(est = ccc$rho.c$est, low = ccc$rho.c$lower, high = ccc$rho.c$upper, accuracy = ccc$C.b),
  kendall = list(statistic = as.numeric(w$statistic), p = w$p.value, w = as.numeric(w$statistic) / (4 * 5)),
  pool = list(estimates = estimates, variances = variances, mean = pooled$qbar, total = pooled$t, df = pooled$df, fmi = pooled$fmi, df_large = large$df),
  nhanes = list(names = rownames(means), mean = rowMeans(means), sd = apply(means, 1, sd))
), "models")
