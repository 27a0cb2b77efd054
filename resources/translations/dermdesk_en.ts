<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ImportDialog</name>
        <message numerus="yes">
            <source>%Ln lesion boxes</source>
            <translation>
                <numerusform>%Ln lesion box</numerusform>
                <numerusform>%Ln lesion boxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photographs added</source>
            <translation>
                <numerusform>%Ln photograph added</numerusform>
                <numerusform>%Ln photographs added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln problems:</source>
            <translation>
                <numerusform>%Ln problem:</numerusform>
                <numerusform>%Ln problems:</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Train</name>
        <message numerus="yes">
            <source>%Ln patients are in training and in another split: results will look better than they are.</source>
            <translation>
                <numerusform>%Ln patient is in training and in another split: results will look better than they are.</numerusform>
                <numerusform>%Ln patients are in training and in another split: results will look better than they are.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln patients in training</source>
            <translation>
                <numerusform>%Ln patient in training</numerusform>
                <numerusform>%Ln patients in training</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>count</name>
        <message numerus="yes">
            <source>%Ln boxes</source>
            <translation>
                <numerusform>%Ln box</numerusform>
                <numerusform>%Ln boxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln classes</source>
            <translation>
                <numerusform>%Ln class</numerusform>
                <numerusform>%Ln classes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln conflicts</source>
            <translation>
                <numerusform>%Ln conflict</numerusform>
                <numerusform>%Ln conflicts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln epochs</source>
            <translation>
                <numerusform>%Ln epoch</numerusform>
                <numerusform>%Ln epochs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln models</source>
            <translation>
                <numerusform>%Ln model</numerusform>
                <numerusform>%Ln models</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln patients</source>
            <translation>
                <numerusform>%Ln patient</numerusform>
                <numerusform>%Ln patients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photographs</source>
            <translation>
                <numerusform>%Ln photograph</numerusform>
                <numerusform>%Ln photographs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photos</source>
            <translation>
                <numerusform>%Ln photo</numerusform>
                <numerusform>%Ln photos</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln problems</source>
            <translation>
                <numerusform>%Ln problem</numerusform>
                <numerusform>%Ln problems</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln runs</source>
            <translation>
                <numerusform>%Ln run</numerusform>
                <numerusform>%Ln runs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln steps</source>
            <translation>
                <numerusform>%Ln step</numerusform>
                <numerusform>%Ln steps</numerusform>
            </translation>
        </message>
    </context>
</TS>
