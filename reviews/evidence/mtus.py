"""Titles of the Medical Treatment Utilization Schedule, offered while a citation is typed.

8 CCR 9792.22 to 9792.24: the topics by their adopted titles, newest edition first. Older editions
stay, because a decision is judged by the guideline that was in force.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Guideline:
    """One title, and the years of its editions, the newest first."""

    title: str
    years: tuple[int, ...]


MTUS = (
    Guideline("Ankle and Foot Disorders", (2018,)),
    Guideline("Ankle and Foot Complaints", (2004,)),
    Guideline("Acupuncture Treatment", (2007,)),
    Guideline("Antiemetics", (2017,)),
    Guideline("Cervical and Thoracic Spine Disorders", (2018, 2016)),
    Guideline("Chronic Pain", (2017,)),
    Guideline("Chronic Pain Medical Treatment", (2016, 2009)),
    Guideline("Coronavirus (COVID-19)", (2023, 2022, 2021)),
    Guideline("Elbow Disorders", (2018,)),
    Guideline("Elbow Complaints", (2007,)),
    Guideline("Eye Disorders", (2017,)),
    Guideline("Forearm, Wrist, and Hand Complaints", (2004,)),
    Guideline("General Approach to Initial Assessment and Documentation", (2018, 2017)),
    Guideline("Hand, Wrist, and Forearm Disorders", (2019, 2016)),
    Guideline("Hip and Groin Disorders", (2019, 2011)),
    Guideline("Initial Approaches to Treatment", (2017,)),
    Guideline("Interstitial Lung Disease", (2019, 2015)),
    Guideline("Knee Disorders", (2019, 2015)),
    Guideline("Knee Complaints", (2004,)),
    Guideline("Low Back Disorders", (2021, 2019, 2016)),
    Guideline("Low Back Complaints", (2004,)),
    Guideline("Neck and Upper Back Complaints", (2004,)),
    Guideline("Occupational Asthma", (2020, 2016)),
    Guideline("Opioids", (2017,)),
    Guideline("Opioid Treatment", (2016,)),
    Guideline("Postsurgical Treatment", (2009,)),
    Guideline("Shoulder Disorders", (2023, 2016)),
    Guideline("Shoulder Complaints", (2004,)),
    Guideline("Stress-Related Conditions", (2004,)),
    Guideline("Traumatic Brain Injury", (2017,)),
    Guideline("Workplace Mental Health: Anxiety Disorders", (2021,)),
    Guideline("Workplace Mental Health: Depressive Disorders", (2020,)),
    Guideline(
        "Workplace Mental Health: Posttraumatic Stress Disorder and Acute Stress Disorder",
        (2018,),
    ),
)
