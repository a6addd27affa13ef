# Public data sets as CSV, so that tests need no R. Run in this folder: Rscript data.R
#
# asah: 113 patients with subarachnoid haemorrhage (Turck et al. 2010), from pROC.
# birthwt: 189 births, Baystate Medical Center (Hosmer & Lemeshow), from MASS.
# infert: infertility after abortion (Trichopoulos et al. 1976), from R's datasets.
# endometrial: 79 patients, quasi-separated (Heinze & Schemper 2002), from brglm2.
# airquality, InsectSprays, sleep: from R's datasets.
# nhanes: 25 rows with missing values (Schafer 1997), from mice.
# wine: ordered bitterness ratings (Randall 1989), from ordinal.
write <- function(frame, name) write.csv(frame, file.path("data", paste0(name, ".csv")), row.names = FALSE)

data(aSAH, package = "pROC")
write(transform(aSAH, gos6 = as.integer(as.character(gos6)), poor = as.integer(outcome == "Poor"), wfns = as.integer(wfns),
                female = as.integer(gender == "Female"))[c("poor", "gos6", "wfns", "female", "age", "s100b", "ndka")], "asah")
write(MASS::birthwt, "birthwt")
write(transform(infert, education = as.integer(education)), "infert")
data(endometrial, package = "brglm2")
write(endometrial, "endometrial")
write(airquality, "airquality")
write(transform(InsectSprays, spray = as.integer(spray)), "insectsprays")
write(data.frame(first = sleep$extra[sleep$group == 1], second = sleep$extra[sleep$group == 2]), "sleep")
write(mice::nhanes, "nhanes")
data(wine, package = "ordinal")
write(transform(wine, rating = as.integer(rating), warm = as.integer(temp == "warm"), contact = as.integer(contact == "yes"))[
  c("rating", "warm", "contact", "response")], "wine")

# Shrout & Fleiss (1979), table 2: 6 patients, 4 judges.
write(data.frame(j1 = c(9, 6, 8, 7, 10, 6), j2 = c(2, 1, 4, 1, 5, 2), j3 = c(5, 3, 6, 2, 6, 4), j4 = c(8, 2, 8, 6, 9, 7)), "shrout_fleiss")
# Bland & Altman (1986): peak expiratory flow, first reading of each meter, 17 persons.
write(data.frame(
  wright = c(494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427),
  mini = c(512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)), "peak_flow")

# cake: angle of breakage by recipe, replicate and temperature (Cochran & Cox 1957), from lme4.
data(cake, package = "lme4")
write(data.frame(angle = cake$angle, temperature = as.integer(as.character(cake$temperature)), replicate = as.integer(cake$replicate), recipe = as.integer(cake$recipe)), "cake")
# penicillin: diameters of 24 plates x 6 samples (Davies & Goldsmith 1972), from lme4.
data(Penicillin, package = "lme4")
write(data.frame(diameter = Penicillin$diameter, plate = as.integer(Penicillin$plate), sample = as.integer(Penicillin$sample)), "penicillin")
# depression: Hamilton depression scale of nine patients before and after (Hollander & Wolfe 1973), as R's help page of
# wilcox.test gives it.
write(data.frame(first = c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30), second = c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29)), "depression")
# orthodont: distance of pituitary and pterygomaxillary fissure of 27 children at four ages (Potthoff & Roy 1964), from nlme.
data(Orthodont, package = "nlme")
write(data.frame(distance = Orthodont$distance, age = as.integer(Orthodont$age), child = as.integer(Orthodont$Subject)), "orthodont")
# machines: productivity of 6 workers on 3 machines, each three times (Milliken & Johnson 1992), from nlme.
data(Machines, package = "nlme")
write(data.frame(score = Machines$score, machine = as.integer(Machines$Machine), worker = as.integer(Machines$Worker), trial = rep(1:3, 18)), "machines")
