# Random intercepts of patients, of readers and of patients' own courses, by lme4 and nlme. Run in this folder: Rscript mixed.R
source("common.R")
suppressMessages({library(lme4); library(nlme)})
cake <- dataset("cake"); penicillin <- dataset("penicillin"); orthodont <- dataset("orthodont"); machines <- dataset("machines")
rank <- function(formula, frame) qr(model.matrix(formula, frame))$rank
fit <- function(model, frame, courses = FALSE) {
  parts <- as.data.frame(VarCorr(model)); parts <- setNames(parts$vcov, parts$grp)
  beta <- fixef(model); covariance <- as.matrix(vcov(model)); visits <- length(beta)
  later <- beta[-1]; statistic <- sum(later * solve(covariance[-1, -1, drop = FALSE], later)) / (visits - 1)
  # What is left of patients at visits, or of readings, beside everything else in the model (containment).
  left <- if (courses) rank(~ patient:visit, frame) - rank(~ patient + visit, frame)
    else nrow(frame) - rank(if ("reader" %in% names(parts)) ~ patient + visit + reader else ~ patient + visit, frame)
  means <- cbind(1, rbind(0, diag(visits - 1)))
  list(beta = unname(beta), error = unname(sqrt(diag(covariance))), mean_error = sqrt(diag(means %*% covariance %*% t(means))),
       patients = parts[["patient"]], readers = unname(parts["reader"]), courses = unname(parts["patient:visit"]), residual = parts[["Residual"]],
       deviance = as.numeric(-2 * logLik(model)), f = statistic, df = left, p = pf(statistic, visits - 1, left, lower.tail = FALSE))
}
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), check.conv.singular = "ignore")
factors <- function(frame) transform(frame, visit = factor(visit), patient = factor(patient), reader = factor(reader))
shape <- function(frame) fit(lmer(score ~ visit + (1 | patient) + (1 | reader), factors(frame), REML = TRUE, control = tight), factors(frame))
courses <- function(frame) fit(lmer(score ~ visit + (1 | patient) + (1 | patient:visit) + (1 | reader), factors(frame), REML = TRUE, control = tight),
                               factors(frame), courses = TRUE)
alone <- function(frame) {
  frame <- factors(transform(frame, reader = 1))
  by_nlme <- anova(lme(score ~ visit, random = ~ 1 | patient, frame))["visit", ]
  found <- fit(lmer(score ~ visit + (1 | patient), frame, REML = TRUE, control = tight), frame)
  c(found, list(nlme_f = by_nlme[["F-value"]], nlme_df = by_nlme[["denDF"]], nlme_p = by_nlme[["p-value"]]))
}
whole <- with(cake, data.frame(score = angle, visit = temperature, patient = replicate, reader = recipe))
plates <- with(penicillin, data.frame(score = diameter, visit = (plate + sample) %% 3, patient = plate, reader = sample))
children <- with(orthodont, data.frame(score = distance, visit = age, patient = child))
workers <- with(machines, data.frame(score = score, visit = machine, patient = worker, reader = trial))
gaps <- function(frame) frame[(seq_len(nrow(frame)) * 7) %% 5 != 0, ]
record(list(
  cake = shape(whole), gaps = shape(gaps(whole)),
  border = shape(transform(whole, reader = (visit / 5 + patient) %% 3)),
  plates = shape(plates), few = shape(plates[(plates$patient + 2 * plates$reader) %% 3 != 0, ]),
  children = alone(children), children_gaps = alone(gaps(children)),
  workers = courses(workers), workers_gaps = courses(gaps(workers)), cake_courses = courses(gaps(whole))
), "mixed")
