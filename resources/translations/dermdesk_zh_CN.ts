<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>AdjustPanel</name>
        <message>
            <source>Brightness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close; the changes stay until they are reset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Contrast</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gamma</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How the photograph is shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Local contrast</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On screen only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The files stay as they are, and models see the photograph without these changes.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>AdjustedSign</name>
        <message>
            <source>Adjusted on screen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The photograph is shown otherwise than it is; its file stays. Click to reset.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>AnnotateView</name>
        <message>
            <source>Any class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Any state</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class of the next box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class of the next box: press its digit, or C and type</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close this notice</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import a folder: sub-folders may name the classes,
and Pascal VOC files may bring boxes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No photograph fits the filter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No photographs yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search name or patient</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show all photographs again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>State</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This project has no photographs yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1} photos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} photos</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>BarsPlot</name>
        <message>
            <source>Accuracy a class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Arrow keys move between bars, Enter opens a bar's photos, Shift+Enter the wrong.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open all {0} photos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the {0} it got right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the {0} it got wrong</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}
{1}: no photo with a prediction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}: {1} of {2} right ({3} %)</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Bindings</name>
        <message>
            <source>The keys in the settings can't be read; the usual keys are used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The keys stored for {0} make no sense; it has its usual ones.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The settings give a key to {0}, which this version doesn't have.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} was stored for both {1} and {2}; they have their usual keys.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>BoxController</name>
        <message>
            <source>The box is locked and stays as it is. Unlock it first (Edit &gt; Lock).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no classes yet, so a box can't get one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} boxes are locked and stay as they are. Unlock them first (Edit &gt; Lock).</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Canvas</name>
        <message>
            <source>difficult</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>locked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>occluded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>truncated</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CanvasSurface</name>
        <message>
            <source>Photograph</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ClassPalette</name>
        <message>
            <source>Class name or code</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>Commands</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find a command</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing that can be done now fits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What shall be done?</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ConfusionGrid</name>
        <message>
            <source>Confusion matrix: rows are the truth, columns the prediction</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ConfusionModel</name>
        <message>
            <source>No detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predicted: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Truth: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}: {1} of {2} right ({3} %)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}: {1} of {2} taken for {4} ({3} %)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}: {1} of {2} without a detection ({3} %)</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CopyController</name>
        <message>
            <source>1 box copied from the previous photo.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 box copied.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 box of the previous photo: Enter takes it, Esc leaves it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 box pasted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>1 box was left out: its class isn't in this project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All boxes of the previous photo are here already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No boxes were copied yet: select some and press Copy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select the boxes to be copied first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The previous photo has no boxes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is the first photo of the list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} boxes copied from the previous photo.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} boxes copied.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} boxes of the previous photo: Enter takes them, Esc leaves them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} boxes pasted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} boxes were left out: their classes aren't in this project.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CurvePlot</name>
        <message>
            <source>epoch</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>CurvesPanel</name>
        <message>
            <source>Learning rate, logarithmic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loss: the thin line is training, dots are validation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Validation score, %: the ring marks the checkpoint that is kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}: the ring marks the checkpoint that is kept</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Evaluate</name>
        <message>
            <source>Sum of the ticked classifiers' probabilities</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}, still training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}, unfinished</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>HeatController</name>
        <message>
            <source>The models can't be asked now.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>HeatPanel</name>
        <message>
            <source>Asking the model…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draw a box around the lesion to see how much of the heat lies inside it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Heat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing in this photo speaks for this class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opacity</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opacity of the heat map</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where {0} looked for {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>little</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>much</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the lesion box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the lesion boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} % of the heat lies inside {1}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>HeatScale</name>
        <message>
            <source>Colours from little to much heat</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ImageListView</name>
        <message>
            <source>Photographs</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ImportDialog</name>
        <message numerus="yes">
            <source>%Ln lesion boxes</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photographs added</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln problems:</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>Add classes the project doesn't have yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CSV with file, class, patient, split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose the folder of photographs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder of Pascal VOC files, if they lie elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder of boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder of photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder; its sub-folders may name the classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking for photographs…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Metadata</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Metadata table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photographs stay where they are and are only read. Importing twice adds nothing twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Problems</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tables (*.csv *.tsv *.txt);;All files (*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>new classes: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no problems</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1} photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} were there already</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>InferenceProcess</name>
        <message>
            <source>It last said: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It said nothing within the time it was given.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The prediction process can't be started: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The prediction process ended with code {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The prediction process was ended from outside.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>Boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class of the selected boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis of the whole photograph</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>History</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lesion boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No box yet: drag over the lesion, or press W.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No diagnosis</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nobody has changed anything here yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Noise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predictions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rejected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verified</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>KeysDialog</name>
        <message>
            <source>Action</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Actions and their keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add a key…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All actions have their usual keys again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All usual keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change key…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leave it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Menu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Press the new key for {0}. Esc leaves it as it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Return or a double click on a row gives it another key; bold keys were chosen.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search actions and keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Usual key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What it does</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} belongs to {1}. Shall {2} take it?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has its usual key again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has no key now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is done while a key is held, so it takes a key alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} now has {1}.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Legend</name>
        <message>
            <source>Legend: {0}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ListController</name>
        <message>
            <source>Every photo of the list is labelled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The first photo.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The last photo of the list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>1 box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not saved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photographs by class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Read-only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} (read-only)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1} labelled · {2} verified · {3}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0}: {1}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>MarkPlot</name>
        <message>
            <source>Arrow keys move between marks, Enter opens the photos of one.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ModelTable</name>
        <message>
            <source>Models</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ModelTableModel</name>
        <message>
            <source>95 % interval</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Architecture</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Balanced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How much it counts in EnsembleNet; double-click to change it, 0 leaves it out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mean of the classes' accuracies: rare classes count as much as common ones</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photos on which a detector found nothing; they count as wrong</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photos whose class is among the model's three most probable</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photos with a class and a prediction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photos with a class that the model has not predicted yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sum over classes of the class's share of the photos times its accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ticked models are drawn. EnsembleNet adds up the ticked classifiers' probabilities.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Top 3</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weighted accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wilson interval, over patients where they are known: true 19 times of 20</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>NewProjectDialog</name>
        <message>
            <source>A new or empty folder; photographs stay where they are</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A text file, one name a line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose the folder of the project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Create</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder of the project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>From the folders or boxes of the first import</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Text (*.txt);;All files (*)</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>OpinionBars</name>
        <message>
            <source>Class probabilities</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ensemble of {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lay over the photo where {0} found its evidence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where it looked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where {0} looked</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>PathField</name>
        <message>
            <source>Choose: {0}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>PredictionController</name>
        <message>
            <source>No model has seen this photo yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No model yet. Train one in Train, then ask it about this photo.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The models are looking at this photo…</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>PredictionPanel</name>
        <message>
            <source>Accept box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask the models about each photo you stay on, and about its neighbours, without being told to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lowest score shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make the chosen predicted box, or the best one, a lesion box (P)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No lesion found with this score.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predict as I go</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predict this photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predicted boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predicting…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Score ≥ {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>and {0} more on the photo</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ProblemDialog</name>
        <message>
            <source>Open read-only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Project in use</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Since {0}. You can look at it without changing anything, or try again later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something went wrong that DermDesk did not foresee.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your labels are saved at each edit, so nothing is lost. Please report the text below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has this project open</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ProblemTable</name>
        <message>
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is wrong</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Shell</name>
        <message>
            <source>About DermDesk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Demo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>DermDesk {0}

A desktop workbench for clinical skin photographs.
Nothing leaves this computer. Not a medical device: its predictions are no diagnosis.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drawing photographs…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Folder of the project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The language changes when DermDesk is started again.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>SplitDialog</name>
        <message>
            <source>(no class)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All photographs are on a side already, so nothing would change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Deal anew the photographs that are on a side already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Models learn from the training side, are chosen by the validation side, and judged by the test side. All photographs of a patient go to one side.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photographs that are on a side now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Split photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The patient of {0} of {1} photographs is unknown: one person may be on both sides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same photographs, shares and seed give the same split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Validation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Validation share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What each side would get</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message>
            <source>120 drawn photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For a folder of your photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go on where you stopped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label, train, evaluate and correct clinical skin photographs, on this computer only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New project…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None yet. Projects you open are listed here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open demo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open project…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recent projects</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take {0} off this list; the project stays</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} isn't there any more</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>Train</name>
        <message numerus="yes">
            <source>%Ln patients are in training and in another split: results will look better than they are.</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln patients in training</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln training boxes</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message>
            <source>Abort</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Abort training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Aborted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All photos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All photos of a patient go to the same side.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All training photos are of one class, so there is nothing to tell apart.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Begun</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Best checkpoint on validation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Best checkpoint: epoch {0}, {1} on validation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bring weights in with Models &gt; Weights…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>CPU</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classifiers of the paper</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Completed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Counting the project's photos…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Demo: for the synthetic demo project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detectors of the paper</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Device</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draw boxes in Annotate, or import them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draws boxes with a class each</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>End {0} at once?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ended early, after epoch {0} of {1}: nothing got better for {2} (Patience)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epoch {0} of {1}, step {2} of {3}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fewer than {0} training photos: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>From scratch on small drawn photos, within two minutes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GPU (CUDA)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>GPU where there is one, else CPU</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Getting ready</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give photos a diagnosis in Annotate.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Here goes {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import some first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Imported: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It can go on without this window, and is shown again when DermDesk next opens the project. Or it stops now and keeps its best checkpoint.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its log may say why. If nothing happens, abort it and start again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep training in the background</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label photos of a second class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Label some, or make a new split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light, for a CPU</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light: trains in minutes on a CPU, and is less accurate than the paper's models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Made for a GPU: on a CPU one epoch over a few hundred photos takes hours. A light detector is the choice without a GPU.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Made for a GPU: on a CPU, count on hours with the paper's recipe. Quick, or one of the light models, takes minutes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make the split anew, grouped by patient.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Names the class of a photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No epoch was finished</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No photo has a class yet, so there is nothing to learn.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No photo has a lesion box yet, so there is nothing to learn.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No photo on the training side has a class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No photo on the training side has lesion boxes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No sign of life</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paper: as published, for a GPU</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photos whose best box has the right class, on validation, %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quick: minutes on a CPU</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recipe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Run</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scratch: random weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Small pictures, few epochs, new layers first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Snapshot</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Starting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Starts from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Starts from scratch: the model knows nothing of pictures yet and needs many more photos and epochs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop and keep the best</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopped, best kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopping</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopping: the step is finished, then validated, and the best is kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The epoch at hand is lost. Checkpoints that were saved stay, and it can be resumed from the last one. Stop instead finishes the step and validates first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The photos aren't split into training, validation and test yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no photos yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project's photos can't be counted: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The recipe of He et al.; hours without a GPU.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process has given no sign of life for a while. It may be stuck.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process has said nothing since it was started.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process is loading its libraries</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no validation split: {0} of the training photos are held out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training goes on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Validation score, %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Versions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wait a little, or abort it: saved checkpoints stay.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits for its turn</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weighted accuracy on validation, %</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Without a training photo, so never predicted: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>at most {0} left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>automatic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>image accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>imported weights, if any</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mean average precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>no detection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>scratch</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>top 3</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>weighted accuracy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>yes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} (backbone)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} are still training.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has ended without a result.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has failed: {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has finished training.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has stopped and kept its best checkpoint.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is still training.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} labelled but on no side of the split, left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} marked as noise, left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} marked as noise, used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1} epochs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} photos/s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} rejected, left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} was aborted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} without a class, left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} without boxes, left out</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>TrainController</name>
        <message>
            <source>A classifier learns the class of a whole photo, a detector learns the lesion boxes. Both learn from a frozen copy of the labels, so you can go on labelling meanwhile.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New training…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No model has been trained yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No project is open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing to train on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open a project first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open or create one, then train a model on its photos.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no photos yet. Import some in Annotate, give them classes or boxes, then train.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project is open read-only: another window has it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} waits until the run at hand has ended.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>TrainDialog</name>
        <message>
            <source>About a quarter of the photos for test, a tenth for validation, by patient</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make the split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Models</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recipe</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What it learns from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>train</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>val</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>TrainView</name>
        <message>
            <source>Abort…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a model and a recipe, and train on the training split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>End the process at once; checkpoints that were saved stay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Finish this step, validate, keep the best checkpoint, and end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go on from the last checkpoint, with the same recipe and the same photos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Log</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New training…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open run folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show checkpoints, log and events of this run in the file manager</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run has logged nothing yet.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>WeightsDialog</name>
        <message>
            <source>Checking {0}…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a weights file first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fills</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Imported</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Imported weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>MB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None yet. Until there are some, models learn from scratch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Such as densenet121-a639ec97.pth</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>They are kept in {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training starts from published weights, which you bring as a file: DermDesk downloads nothing. Files of torchvision, pretrainedmodels and mmdet are understood, and .safetensors. No code in them is run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights (*.pth *.pt *.safetensors);;All files (*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the backbone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the whole network</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} was imported for {1}.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>_FieldRow</name>
        <message>
            <source>Allowed: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>automatic</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>actions</name>
        <message>
            <source>About DermDesk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accept prediction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Actual size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add photographs, boxes and a metadata table</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add the copied boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Adjust view</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Annotate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask the trained models about this photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Boxes of previous photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Brightness, contrast and tones, on the screen only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose class…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose which photographs train, validate and test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 10</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 2</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 3</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 4</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 5</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 6</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 7</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class 9</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy the selected boxes beside themselves</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy the selected boxes, for this or another photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Crosshair</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Delete</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Delete the selected boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 1 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 10 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 2 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 3 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 4 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 5 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 6 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 7 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 8 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnose class 9 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 1</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 10</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 2</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 3</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 4</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 5</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 6</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 7</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Diagnosis 9</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drag the photograph</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drag, or click two corners; dragging on bare skin draws as well</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draw 120 skin photographs and open them as a project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draw a box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Duplicate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Evaluate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>File</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find a command…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fit photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fit selection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 1 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 10 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 2 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 3 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 4 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 5 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 6 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 7 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 8 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the selected boxes, or the next one, class 9 of the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hide boxes while held</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import photographs…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep the photograph, but not for training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep the selected boxes from being moved or deleted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keys…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Language: English</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Language: as the system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Language: 简体中文</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lay the best classifier's heat map over the photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leave the photograph out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lines through the pointer, to place an edge</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>List every key, and choose others</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lock or unlock</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look: as the system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look: dark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look: light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Magnify while held</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make a project for your photographs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make the chosen predicted box, or the best one, a lesion box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make the edit again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark the photograph verified and go on (or tap Space)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Models</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move the selected boxes by 1 px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move the selected boxes by 10 px</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New project…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New training…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next photo without labels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Noise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nudge down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nudge left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nudge right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nudge up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open demo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open project…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the folder of a project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pan while held; tapped: verify and go on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pixel for pixel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predict this photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Preview the boxes of the previous photo; press again to add them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Previous photo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Push down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Push left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Push right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Push up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Put a training together and start it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Redo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rejected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reset view adjustments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search photos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>See a small lesion closely</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>See bare skin</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Select all boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show photographs as they are</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show predictions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the models' boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the whole photograph</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Split photographs…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop drawing, or select nothing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take back the last edit and go to its photograph</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The files that training starts from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Type a few letters of a class name or code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Type a few letters of what to do</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Verified, next</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>View</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where it looked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Zoom in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Zoom out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Zoom to the selected boxes</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>core</name>
        <message>
            <source>, and so would {0} others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>16-mixed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>32-true</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>32-true is exact. The mixed ones are faster on a GPU and need less memory. auto: bf16-mixed where a GPU has it, else 32-true.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A box needs finite coordinates, not {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A box needs x1 &lt; x2 and y1 &lt; y2, not {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A class needs a name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A code has 1 to {0} characters and no space; {1} hasn't.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A condition is missing here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A demo needs at least 16 photographs, not {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A newer DermDesk wrote this.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A predicted box of {0} has a class or score its model can't give.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A prediction of {0} has neither probabilities nor boxes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A prediction of {0} has other classes than its model card.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A prediction of {0} needs one finite probability a class.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A recipe has no field {0}. Its fields are {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A recipe is a table of fields, not {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A row of {0} refers to nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A state dict is needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A test share of {0} and a validation share of {1} leave nothing to train on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accept predicted box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>After this many epochs the learning rate is multiplied by the drop factor, again and again. Paper: 10.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All weights are 0, so no classifier is left.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An answer of {0} is for other classes than its model card's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An order must name each class once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another program holds the project file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask for a file of weights only (a state dict), or a .safetensors file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Augment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Augmentation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Batch size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Both are from 0 to 1, and their sum is below 1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bring a file with `dermdesk weights import FILE --model {0}`, or train from scratch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Building {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Card and checkpoint come from different runs; train again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check that the disk is there and that you may read and write the project's folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check that you may write in this folder, or open the project read-only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the path.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a folder you may write.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a new or an empty folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another name with `--name`.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose the architecture these weights were made for.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose with `--model`: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class folders have no boxes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class id {0} belonged to {1} and can't be given to {2}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class weights</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class {0} can't be merged into itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class {0} is used by {1} boxes and as the diagnosis of {2} photographs, so it stays.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Class {0} was changed meanwhile, so nothing was done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Classifiers: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear its predictions first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close it and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close it there, or open it read-only here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close other programs that use it, or predict on the CPU.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close other programs that use it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Colour jitter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy it again from where it came.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy it as a new box instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy or download it again, or rename it if that is no hash.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy or download it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy {0} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Data</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Delete box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Delete {0} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Detectors: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Differences (project against model): {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Differences (project against model): {0}. Train it again with these classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draw box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop factor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Duplicate box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Duplicate {0} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epoch {0} of {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Epochs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Explain a CNN.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Explain a classifier.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>First problem, {0}: {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Flips</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For this many epochs only the new last layers learn, which is faster and protects the weights training starts from. Ignored when a run starts from scratch. Paper: 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free some space.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Frozen backbone first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give a run folder or its zip file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give at least one a weight above 0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give it one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give its path, or its number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give photographs {0}, and put some into the training split (`dermdesk split`).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give the new class a new id.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give those another class first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Give weights to classifiers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go on with `--tta {0}`, or add `--again` to forget them and ask anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Going on after {0} epochs and {1} steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gradient limit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Held out for validation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How often training goes through all photographs, at most. The paper trains until nothing improves: see Patience, which ends most runs earlier.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>If memory ran out, choose a smaller batch or image size. </source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Image size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import core.inference before mmcv and mmdet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import it again: photographs that moved there are recognised by their content.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import some first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import them from two files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import with the format voc or auto.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Is the disk with them connected?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Is the disk with them connected? log.txt names each with its reason.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could belong to any of {0}; its boxes were left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has some from: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is one of auto, cpu, cuda, cuda:0, cuda:1, …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It knows: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It needs `categories` with id and name, and `images`.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It needs one {0} with {1} beside it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It needs {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It reads .csv tables with a column `file` and one a class, and .json lists of COCO results.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It reads JPEG, PNG, BMP, TIFF and WebP.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was never complete: delete it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its training went astray; train it again with a lower learning rate.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Largest change of brightness, contrast and saturation; 0.1 is ten per cent. Colour is a sign of disease, so keep it mild; the paper uses none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Largest rotation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Learning rate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Learning rate drops every</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leave out the %.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leave out the @.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Left out from now on where it can't be read: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Let it train for an epoch, or look into its log.txt.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loading threads</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Longest gradient a step may take; longer ones are shortened. 0 means no limit, as in the paper. Try 10 when the loss becomes infinite.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at it again and repeat the edit.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Machine</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make it first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make one with: dermdesk init {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make room, then start the run again: it resumes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark labelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark new</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark noise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark rejected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark train</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark val</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mark verified</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Memory ran out at {0} photographs at a time: going on with {1}, in batches of {2} as before.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Memory ran out: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mend the metadata table, or split anew without keeping given sides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mirror photographs left to right and top to bottom, at random. Skin has no preferred side.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Model {0} has stored predictions for other classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Momentum</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move all photographs of a patient together.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move {0} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name another file, or train from scratch (`--weights none`).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name it so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No backup could be made before the upgrade: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No class has the id {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No demo can be made here: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No project can be made here: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No project is open.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No trained model answers to {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No training photograph can be read any more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No training photograph has {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No validation photograph can be read any more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No weights were imported for {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None of the {0} photographs is in the new folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None of the {0} training photographs can be used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None of the {0} validation photographs can be used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not even one photograph at a time fits into the memory.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing improved for {0} epochs: training is done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing in {0} fits this project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only RetinaNet's and Faster R-CNN's operations are: nms, RoIAlign and sigmoid focal loss.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only a run that has saved its first checkpoint can predict.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open it for writing, once nobody else does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open it instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open it once for writing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open or create one first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Optimiser</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste {0} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Patience</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Patient {0} has photographs in {1}; scores will flatter.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Patient {0} would have photographs on two sides of the split</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photograph {0} was changed meanwhile, so {1} was not done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photographs a step of learning looks at. Paper: 64 for CNNs, 4 for detectors. If memory runs out, the batch is worked through in smaller parts by itself, and the result stays that of the whole batch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Photographs are turned by up to this angle either way. The paper rotates, but doesn't say how far.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predict first: `dermdesk predict PROJECT --models NAME`.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Predictions are written as .csv or .json.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pull of all weights towards zero, against learning by heart. The paper doesn't say; 0.0001 is customary.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading photographs: {0} of {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading the snapshot</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Relative paths have forward slashes and neither '.' nor '..'.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rename the file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Restore it from a backup, or from the project's backups folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resume it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Run `dermdesk doctor`.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sampling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save a smaller copy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save it in the spreadsheet as "CSV UTF-8".</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save it with 8 or 16 bits a channel.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say which of these it is: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>See log.txt.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set class of box</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set class of {0} boxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Setting {0} needs a JSON value: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the last step kept in the next one. The paper doesn't say; 0.9 is customary.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of the training photographs, by patient, that validation uses when the project has no validation split.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show each photograph a little differently each time: the four fields below. Off: only resized and normalised.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Side of the square that each photograph is resized to. Paper: 224 for CNNs, 400 for detectors. Smaller is faster and sees less.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size of a step of learning at the start. Paper: 0.01 for CNNs, 0.001 for detectors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest random crop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smallest share of the photograph's area that a random crop keeps. 1 means no crop. Mild, so that the lesion stays in the picture; the paper doesn't say.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start a new run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start of all random choices. The same recipe, data and seed give the same weights on a CPU.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start the run anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Steps over which the learning rate rises from near zero. Helps detectors trained from scratch. Paper: none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop it first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take another name, or merge the two classes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Templates: {0}; or give a text file with one class name a line.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The backbone isn't frozen first, since it starts from scratch and has to learn itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The checkpoint belongs to other data.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The checkpoint can't be opened: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The checkpoint isn't the {0} with {1} classes its card describes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The class file can't be read: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The class file holds no name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The class {0} answers to {1} already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The class {0} has the code {1} already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The classes: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The device {0} isn't there: torch sees {1} GPUs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The disk is full: nothing more could be saved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The disk is full; nothing was changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The disk refuses the project file: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file has changed its size since it was labelled; the labels were kept, for the old picture.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file holds Python objects besides tensors, so opening it could run code; it was left closed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file holds no tensors by name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file holds no tensors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file holds nothing of {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file holds the predictions of several models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file's name is no valid text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file's name promises a SHA-256 that starts with {0}, but it starts with {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder can't be read: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder for the predictions isn't there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The folder holds something that is no demo; nothing was written.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The inference process can't be started: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The inference process gave no explanation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The inference process gives no answer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The inference process {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The lesion box {0} belongs to another photograph.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The loss became {0} in epoch {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The memory of {0} isn't enough for one photograph with {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The memory of {0} isn't enough to explain with {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model card can't be read: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model card of {0} can't be read: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model card was written by a newer DermDesk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model has no card.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model has no checkpoint.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model {0} answers with numbers that aren't finite.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model {0} was trained with other classes than the project's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The model's zip file can't be read: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The photographs' folder isn't there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The photographs' new folder isn't there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The predictions can't be read: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project already has photographs from this folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project file can't be made: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project file is damaged: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project file lost its first row.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project file refuses: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project folder can't be locked: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project folder can't be written: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no class with the id {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no class {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no finished run whose classes are the project's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no photograph with the id {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no photographs from this folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no photographs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has no step with the id {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project has {0} photographs called {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project is open for writing by {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project is open read-only, so nothing can be changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project knows no model {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project was made by an older DermDesk and must be upgraded first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project was written by a newer DermDesk (schema {0}, this one knows {1}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The query is nested too deeply.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run can't go on from its checkpoint: {0} is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run folder has no job.json.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run was aborted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run was made by a newer DermDesk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run {0} has no model yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The run {0} is already running.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The size of boxes is compared with &lt;, &lt;=, &gt; or &gt;=.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The snapshot can't be read: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The snapshot can't be written: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The snapshot has format {0}, this DermDesk knows {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The snapshot is damaged: it is no JSON.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The snapshot is damaged: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The snapshot was changed after it was written.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The snapshot's digest is not that of its labels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The stored predictions of {0} were made with the test-time option {1}, not {2}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training libraries can't be loaded: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process can't be started: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process ended with code {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process gave no sign of life for {0} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process said nothing for {0} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process vanished.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The training process was ended from outside (signal {0}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weight {0} of {1} is no weight.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights belong to another network: {0} of {1} tensors fit; not so {2}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights could not be read (exit code {0}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights file can't be read: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights file is damaged or cut short ({0}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The weights file this run should start from isn't there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip file holds no model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip file holds no {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The zip file holds several models.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are no predictions of {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are of: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There are: {0}; and any torchvision classifier as {1}NAME.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is a project in this folder already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no architecture {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no class template {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no device {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no folder {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no model here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no photograph for it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no photograph in this folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no preset {0}: it is one of {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no process {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no such folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no such weights file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no weights file at this place.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is nothing between the quotes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These were: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This ( is not closed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This ) closes nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This database is no DermDesk project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This folder is no DermDesk project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no COCO data set.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no checkpoint of a DermDesk run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no class table: {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no file of predictions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no heat map.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no job: {0}: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no model card.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no model card: {0}: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no record of a process: {0}: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no result of a run: {0}: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is no weights file: neither torch's format nor safetensors.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This machine has no device {0} that torch can use.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This quote is not closed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Threads that prepare photographs while the model learns. -1 lets the machine decide.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train again, or resume the run.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train also on photographs that somebody marked as noise (Skin-100-Noise against Skin-100 in the paper).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Train one first: `dermdesk train PROJECT --model NAME`.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training crashed: {0}: {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Training ends after this many epochs without a better validation result. 0 means it never ends early.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Two classes answer to the name {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Two classes have the id {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Two lesion boxes of a photograph share a uid.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo: {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Update DermDesk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Update DermDesk. The project was not changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use `--device cpu`, or see `dermdesk doctor`.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use auto, cpu, cuda or cuda:0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use letters, digits, dots and hyphens.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use one of {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use photographs marked as noise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Validating epoch {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Warm-up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Was its folder moved or renamed, or a disk not connected?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weight decay</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights are 0 or more; 0 leaves it out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Weights files end in .pth, .pt or .safetensors. A web page saved by mistake ends like this too.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the learning rate is multiplied by at each drop. Paper: 0.1; 1 keeps it constant.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write NAME=NUMBER, as in densenet121=2,resnet50=1.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write a " behind it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write a ) behind its end.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write a field such as state:new, or a text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write it as #rrggbb, such as #0072b2.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write one class name a line.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>`dermdesk doctor` tells why a GPU isn't seen; `--device cpu` trains without one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>`torchvision.models.list_models()` names those it has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a number from {0} to {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>a whole number from {0} to {1}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>another program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>auto</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>balanced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>bf16-mixed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>epochs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>it has no class name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>labelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>log.txt in the run folder says where. Starting the run again goes on from its last checkpoint.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>mmcv's compiled operation {0} is not among those DermDesk provides.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>natural</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>natural: each photograph once an epoch, as in the paper. balanced: rare classes are shown as often as common ones.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>new</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>noise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>none: each photograph counts the same, as in the paper. balanced: an error on a rare class costs more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>on or off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one of {0}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>photos</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>rejected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>steps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>torchvision has no classifier {0}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>train</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>val</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>verified</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} ({1}) can't be {2}: it is {3}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} XML files have no photograph beside them, the first is {1}; if they are annotations, name their folder as the folder of boxes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} and {1} are one run with two weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} can't be compared with {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} can't be read: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} can't be shown: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} can't be written: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} defines its own XML entities, which no annotation needs; it was not opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has 32 bits a channel, which is no photograph.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has a weight, but is not judged here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has no bndbox.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has no column that names the photographs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has no column {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has no convolutional feature map to explain.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has no pixels.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has the class {1}, which isn't in the class table.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has two weights.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has {1} GiB; the limit is {2} GiB.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} has {1} x {2} pixels; the limit is {3} million.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} holds no predictions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} holds probabilities and boxes of the same model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} holds {1}, which XML can't.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} in the zip file is too large to be a model's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is a detector and has no part in EnsembleNet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is a detector: its boxes already say where it looks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is a run of this project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is cut short: the end of the picture is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is damaged: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is empty.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is larger than {1} MiB.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no CSV: {1}, line {2}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no Pascal VOC: it begins with &lt;{1}&gt;.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no XML: {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no classifier.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no colour.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no detector.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no name for a model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no photograph DermDesk can read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no place below the photographs' folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no precision.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no share.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no test-time option.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is no weight.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} is not UTF-8.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} isn't asked of a model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} isn't what DermDesk writes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} knows no class {1}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} names no device.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1} is {2}, no number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} of {1} photographs have no row, such as {2}: their patients and splits are unknown.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} patients have photographs on two sides, such as {1} on {2}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} photographs can't be read; save it as JPEG.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} takes {1}, and {2} is none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} was changed after the snapshot was taken.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} was imported before DermDesk could provide it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} was not evaluated.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>count</name>
        <message numerus="yes">
            <source>%Ln boxes</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln classes</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln epochs</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln models</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln patients</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photographs</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln photos</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln problems</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln runs</source>
            <translation type="unfinished">
                <numerusform />
            </translation>
        </message>
    </context>
    <context>
        <name>wording</name>
        <message>
            <source>d MMM yyyy, HH:mm</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} h {1} min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{0} s</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
