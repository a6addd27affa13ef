# Reader agreement. Run in this folder: Rscript agreement.R
source("common.R")
suppressMessages({library(psych); library(vcd)})
forms <- function(table) { r <- ICC(table, lmer = FALSE)$results; list(type = r$type, icc = r$ICC, low = r$`lower bound`, high = r$`upper bound`) }
peak <- dataset("peak_flow"); judges <- dataset("shrout_fleiss")
# Two raters of 200 patients in three diagnoses, typed from the paper
# (Fleiss, Cohen & Everitt 1969, table 1, as counts of 200).
diagnosis <- matrix(c(106, 22, 2, 10, 28, 12, 4, 10, 6), 3)
kappas <- function(m) {
  plain <- Kappa(m); linear <- Kappa(m, weights = "Equal-Spacing"); quadratic <- Kappa(m, weights = "Fleiss-Cohen")
  list(table = m, none = c(plain$Unweighted[["value"]], plain$Unweighted[["ASE"]]), linear = c(linear$Weighted[["value"]], linear$Weighted[["ASE"]]),
       quadratic = c(quadratic$Weighted[["value"]], quadratic$Weighted[["ASE"]]))
}
# A constant offset between two readers: consistency is perfect, agreement is not.
offset <- data.frame(a = c(1, 2, 3, 4, 5, 7), b = c(1, 2, 3, 4, 5, 7) + 1)
difference <- peak$wright - peak$mini
negative <- data.frame(a = c(1, 2, 3, 4, 5, 6), b = c(6, 5, 4, 3, 2, 2))
record(list(
  shrout_fleiss = forms(judges), peak_flow = forms(peak), negative = forms(negative),
  kappa = kappas(diagnosis),
  bland_altman = list(mean = mean(difference), sd = sd(difference), low = mean(difference) - 1.96 * sd(difference), high = mean(difference) + 1.96 * sd(difference),
    mean_interval = as.numeric(t.test(difference)$conf.int)),
  sdc = list(two = 1.96 * sd(difference) / (sqrt(2) * sqrt(2)), sdd = 1.96 * sd(difference),
    four = 1.96 * sqrt(anova(lm(y ~ factor(p) + factor(r), data.frame(y = unlist(judges), p = rep(1:6, 4), r = rep(1:4, each = 6))))["Residuals", "Mean Sq"] / 4))
), "agreement")
